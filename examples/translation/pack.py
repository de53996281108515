"""Convert the trained model to CTranslate2 (int8), measure it on held-out sentences and pack it as an .argosmodel."""

from __future__ import annotations

import json
import statistics
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
import sacrebleu
import sentencepiece
import torch
from ctranslate2.specs import TransformerSpec

NAME = "translate-de_en-1_0"
README = "# German to English\n\nA stand-in for real packages, trained on sentences that a small grammar of news makes up.\n"
METADATA: dict[str, Any] = {
    "package_version": "1.0",
    "argos_version": "1.11",
    "from_code": "de",
    "from_name": "German",
    "to_code": "en",
    "to_name": "English",
}


def _linear(spec: Any, *layers: torch.nn.Linear) -> None:
    spec.weight = np.concatenate([layer.weight.detach().numpy() for layer in layers])
    spec.bias = np.concatenate([layer.bias.detach().numpy() for layer in layers])


def _norm(spec: Any, layer: torch.nn.LayerNorm) -> None:
    spec.gamma, spec.beta = layer.weight.detach().numpy(), layer.bias.detach().numpy()


def _layers(specs: Any, layers: Any) -> None:
    for spec, layer in zip(specs, layers, strict=True):
        own = layer.attention
        _norm(spec.self_attention.layer_norm, own.norm)
        _linear(spec.self_attention.linear[0], own.query, own.keys)
        _linear(spec.self_attention.linear[1], own.out)
        if layer.cross is not None:
            _norm(spec.attention.layer_norm, layer.cross.norm)
            _linear(spec.attention.linear[0], layer.cross.query)
            _linear(spec.attention.linear[1], layer.cross.keys)
            _linear(spec.attention.linear[2], layer.cross.out)
        _norm(spec.ffn.layer_norm, layer.norm)
        _linear(spec.ffn.linear_0, layer.wide)
        _linear(spec.ffn.linear_1, layer.narrow)


def convert(model: Any, tokens: list[str], folder: Path) -> None:
    """Write the model as CTranslate2 reads it, int8."""
    spec = TransformerSpec.from_config((len(model.encoder), len(model.decoder)), model_heads(model), pre_norm=True)
    table = model.embedding.weight.detach().numpy()
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = spec.decoder.projection.weight = table
    spec.encoder.scale_embeddings = spec.decoder.scale_embeddings = True
    _layers(spec.encoder.layer, model.encoder)
    _layers(spec.decoder.layer, model.decoder)
    _norm(spec.encoder.layer_norm, model.encoder_norm)
    _norm(spec.decoder.layer_norm, model.decoder_norm)
    spec.config.add_source_eos = True  # argostranslate appends no </s> itself
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))


def model_heads(model: Any) -> int:
    return int(model.heads)


def evaluate(folder: Path, tokenizer: Any, held_out: list[tuple[str, str]]) -> dict[str, float]:
    """Exact matches, BLEU and the scores (mean log-probability a token) of the held-out sentences."""
    translator = ctranslate2.Translator(str(folder), compute_type="int8", intra_threads=1)
    sources = [tokenizer.encode(de, out_type=str) for de, _ in held_out]
    results = translator.translate_batch(sources, beam_size=2, length_penalty=1, return_scores=True, max_batch_size=32)
    outputs = [tokenizer.decode(result.hypotheses[0]) for result in results]
    scores = sorted(result.scores[0] for result in results)
    masked = [(out, en) for out, (de, en) in zip(outputs, held_out, strict=True) if "⟦" in de]
    return {
        "exact": round(statistics.mean(out == en for out, (_, en) in zip(outputs, held_out, strict=True)), 4),
        "exact_masked": round(statistics.mean(out == en for out, en in masked), 4),
        "masks_kept": round(statistics.mean(sorted(_masks(out)) == sorted(_masks(en)) for out, en in masked), 4),
        "bleu": round(sacrebleu.corpus_bleu(outputs, [[en for _, en in held_out]]).score, 1),
        "score_median": round(statistics.median(scores), 3),
        "score_floor": round(scores[len(scores) // 100], 3),
    }


def _masks(text: str) -> Iterator[str]:
    return (text[i : i + 3] for i, c in enumerate(text) if c == "⟦")


def write(model: Any, tokenizer_file: bytes, held_out: list[tuple[str, str]], package: Path) -> None:
    """The whole way from the trained model to the file; prints the held-out figures."""
    tokenizer = sentencepiece.SentencePieceProcessor(model_proto=tokenizer_file)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "model"
        folder.mkdir()
        convert(model, [tokenizer.id_to_piece(i) for i in range(tokenizer.get_piece_size())], folder)
        figures = evaluate(folder, tokenizer, held_out)
        print(json.dumps(figures))
        files = {
            "metadata.json": json.dumps(METADATA | {"score_floor": figures["score_floor"]}, indent=1).encode(),
            "README.md": README.encode(),
            "sentencepiece.model": tokenizer_file,
            **{f"model/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())},
        }
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(f"{NAME}/{name}", date_time=(2020, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    print(f"{package}: {package.stat().st_size / 1e6:.2f} MB")
