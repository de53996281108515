"""Tests of translation: sentences, protection, checks, the argostranslate engine with our own package, the step."""
