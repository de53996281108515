"""Train the stand-in translation package: German to English, a small transformer, sentences of `grammar.py`.

    OMP_NUM_THREADS=1 python train.py de_en.argosmodel        about two minutes on one core

Needs torch, ctranslate2, sentencepiece and sacrebleu, none of which retouch itself needs for this. One seed and one thread: on the same
machine, with the same wheels, the file comes out byte for byte the same.
"""

from __future__ import annotations

import argparse
import io
import math
import random
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import grammar
import pack
import sentencepiece
import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HIDDEN, HEADS, LAYERS = 128, 512, 4, 2
VOCABULARY = 3_600  # every frequent word form of the grammar becomes one piece: short sequences train fast
PAIRS, HELD_OUT = 60_000, 1_000  # hardly a pair is seen twice, so neither dropout nor label smoothing is needed
STEPS, TOKENS, WARM_UP = 850, 1_000, 60
RATE, MATRIX_RATE = 4e-3, 1e-2
PAD, BOS, EOS = 0, 2, 3
MASKS = [f"⟦{digit}⟧" for digit in range(10)]


def pieces(sentences: Sequence[str]) -> bytes:
    """A SentencePiece model. Identity normalisation leaves its map (240 kB of a 250 kB file) out; the masks are single pieces."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(sentences),
        model_writer=model,
        model_type="bpe",
        vocab_size=VOCABULARY,
        character_coverage=1.0,
        normalization_rule_name="identity",
        byte_fallback=True,
        user_defined_symbols=MASKS,
        pad_id=PAD,
        unk_id=1,
        bos_id=BOS,
        eos_id=EOS,
        num_threads=1,
        minloglevel=2,
    )
    return model.getvalue()


def positions(length: int) -> Tensor:
    """Sinusoidal encodings as CTranslate2 computes them where a model carries none: positions from 1, sines then cosines."""
    scales = torch.exp(torch.arange(WIDTH // 2) * -(math.log(10_000) / (WIDTH // 2 - 1)))
    angles = torch.arange(1, length + 1)[:, None] * scales[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.query, self.keys, self.out = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, x: Tensor, memory: Tensor | None, mask: Tensor) -> Tensor:
        y = self.norm(x)
        q = self.query(y)
        k, v = self.keys(y if memory is None else memory).chunk(2, -1)
        q, k, v = (t.view(t.shape[0], t.shape[1], HEADS, -1).transpose(1, 2) for t in (q, k, v))
        weights = (q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS)).masked_fill(mask, -1e4).softmax(-1)
        return x + self.out((weights @ v).transpose(1, 2).reshape(x.shape))


class Layer(nn.Module):
    def __init__(self, cross: bool) -> None:
        super().__init__()
        self.attention = Attention()
        self.cross = Attention() if cross else None
        self.norm, self.wide, self.narrow = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, HIDDEN), nn.Linear(HIDDEN, WIDTH)

    def forward(self, x: Tensor, mask: Tensor, memory: Tensor | None = None, memory_mask: Tensor | None = None) -> Tensor:
        x = self.attention(x, None, mask)
        if self.cross is not None and memory_mask is not None:
            x = self.cross(x, memory, memory_mask)
        return x + self.narrow(self.wide(self.norm(x)).relu())


class Transformer(nn.Module):
    """Pre-norm, one matrix for both embeddings and the projection."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.heads = HEADS
        self.embedding = nn.Embedding(size, WIDTH)
        nn.init.normal_(self.embedding.weight, std=WIDTH**-0.5)
        self.encoder = nn.ModuleList(Layer(cross=False) for _ in range(LAYERS))
        self.decoder = nn.ModuleList(Layer(cross=True) for _ in range(LAYERS))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)

    def embed(self, ids: Tensor) -> Tensor:
        return self.embedding(ids) * math.sqrt(WIDTH) + positions(ids.shape[1])

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        hidden = (source == PAD)[:, None, None, :]
        memory = self.embed(source)
        for layer in self.encoder:
            memory = layer(memory, hidden)
        memory = self.encoder_norm(memory)
        x = self.embed(target)
        future = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool).triu(1)[None, None]
        for layer in self.decoder:
            x = layer(x, future, memory, hidden)
        return functional.linear(self.decoder_norm(x), self.embedding.weight)


def batches(pairs: list[tuple[list[int], list[int]]], rng: random.Random) -> Iterator[list[tuple[list[int], list[int]]]]:
    """Batches of like length and about TOKENS tokens, without end."""
    while True:
        ordered = sorted(rng.sample(pairs, len(pairs)), key=lambda pair: max(map(len, pair)))
        groups: list[list[tuple[list[int], list[int]]]] = [[]]
        for pair in ordered:
            if (len(groups[-1]) + 1) * max(map(len, pair)) > TOKENS:
                groups.append([])
            groups[-1].append(pair)
        rng.shuffle(groups)
        yield from groups


def padded(rows: list[list[int]]) -> Tensor:
    length = max(map(len, rows))
    return torch.tensor([row + [PAD] * (length - len(row)) for row in rows])


class Muon(torch.optim.Optimizer):
    """Momentum whose every step is made orthogonal, for the matrices between the layers (Keller Jordan, 2024).

    After 350 steps the loss on held-out sentences was 0.16, with AdamW on everything 0.59; a step takes a quarter longer.
    """

    def __init__(self, matrices: list[Tensor], rate: float) -> None:
        super().__init__(matrices, {"lr": rate})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for matrix in group["params"]:
                momentum = self.state[matrix].setdefault("momentum", torch.zeros_like(matrix)).lerp_(matrix.grad, 0.05)
                update = orthogonal(matrix.grad.lerp(momentum, 0.95))
                # the scale gives updates of the size that AdamW's have
                matrix.mul_(1 - group["lr"] * 0.01).add_(update, alpha=-group["lr"] * 0.2 * max(matrix.shape) ** 0.5)


def orthogonal(matrix: Tensor) -> Tensor:
    """About the nearest orthogonal matrix, by five rounds of a quintic Newton–Schulz iteration with Jordan's coefficients."""
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(5):
        square = x @ x.T
        x = 3.4445 * x + (-4.7750 * square + 2.0315 * square @ square) @ x
    return x.T if tall else x


def fit(model: Transformer, pairs: list[tuple[list[int], list[int]]], rng: random.Random) -> None:
    matrices = [p for name, p in model.named_parameters() if p.ndim == 2 and name != "embedding.weight"]
    others = [p for name, p in model.named_parameters() if p.ndim < 2 or name == "embedding.weight"]
    optimizers = [Muon(matrices, MATRIX_RATE), torch.optim.AdamW(others, lr=RATE, betas=(0.9, 0.98), weight_decay=0.01)]
    rates = [MATRIX_RATE, RATE]
    begun = time.perf_counter()
    for step, batch in enumerate(islice(batches(pairs, rng), STEPS)):
        for optimizer, rate in zip(optimizers, rates, strict=True):
            optimizer.param_groups[0]["lr"] = rate * min((step + 1) / WARM_UP, 0.5 * (1 + math.cos(math.pi * step / STEPS)))
            optimizer.zero_grad()
        source, target = padded([de for de, _ in batch]), padded([en for _, en in batch])
        logits = model(source, target[:, :-1])
        loss = functional.cross_entropy(logits.flatten(0, 1), target[:, 1:].flatten(), ignore_index=PAD)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        if step % 100 == 99:
            print(f"step {step + 1}: loss {loss.item():.3f}, {time.perf_counter() - begun:.0f} s", flush=True)


def drawn(seed: int, count: int, without: set[str] = frozenset()) -> list[tuple[str, str]]:  # type: ignore[assignment]
    """Different sentence pairs of the grammar, none of whose sources is in `without`."""
    source = grammar.load().pairs(random.Random(seed))
    chosen: dict[str, str] = {}
    while len(chosen) < count:
        de, en = next(source)
        if de not in without:
            chosen.setdefault(de, en)
    return list(chosen.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("package", type=Path, help="the .argosmodel to write")
    package = parser.parse_args().package
    torch.set_num_threads(1)
    torch.manual_seed(1)
    torch.use_deterministic_algorithms(True)
    torch.utils.deterministic.fill_uninitialized_memory = False  # type: ignore[attr-defined]  # 3 × slower otherwise
    pairs = drawn(1, PAIRS)
    tokenizer_file = pieces([sentence for pair in pairs[:20_000] for sentence in pair])
    tokenizer = sentencepiece.SentencePieceProcessor(model_proto=tokenizer_file)
    ids = [([*tokenizer.encode(de), EOS], [BOS, *tokenizer.encode(en), EOS]) for de, en in pairs]
    print(f"{tokenizer.get_piece_size()} pieces, {sum(len(de) for de, _ in ids) / len(ids):.1f} tokens a sentence", flush=True)
    model = Transformer(tokenizer.get_piece_size())
    fit(model, ids, random.Random(1))
    held_out = drawn(2, HELD_OUT, {de for de, _ in pairs})
    pack.write(model.eval(), tokenizer_file, held_out, package)


if __name__ == "__main__":
    main()
