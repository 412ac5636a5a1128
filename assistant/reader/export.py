"""A trained network as an int8 ONNX model that onnxruntime serves without torch."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch

from assistant.reader.model import SpanReader, load_encoder
from assistant.reader.train import base_folder

INPUTS = ["input_ids", "token_type_ids", "attention_mask"]
OUTPUTS = ["start_logits", "end_logits", "answer_logits"]


def load_trained(*checkpoints: Path) -> SpanReader:
    """The network of a checkpoint, in evaluation mode on the CPU.

    Of several, the mean of their weights (a model soup, Wortsman et al. 2022): the trainings have
    to share their beginning. One that is named twice counts twice.
    """
    model = SpanReader(load_encoder(str(base_folder())))
    states = [torch.load(c, map_location="cpu", weights_only=True)["model"] for c in checkpoints]
    mean = {
        name: torch.stack([state[name].double() for state in states]).mean(0).to(first.dtype)
        for name, first in states[0].items()
    }
    model.load_state_dict(mean)
    return model.eval()


def export(model: SpanReader, folder: Path, *, quantized: bool = True) -> Path:
    """Write model.onnx and tokenizer.json into the folder; returns the model's path.

    Attention, GELU and layer norms are fused first; then all weights, word vectors included, are
    stored in 8 bits, per channel, with activations quantised on the fly. A layer norm is not fused
    with the sum before it: onnxruntime's kernel for both took a quarter of the network's time.
    """
    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.transformers.fusion_options import FusionOptions
    from onnxruntime.transformers.optimizer import optimize_model

    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "model.onnx"
    with tempfile.TemporaryDirectory() as scratch:
        plain, fused = Path(scratch) / "plain.onnx", Path(scratch) / "fused.onnx"
        _trace(model, plain)
        config = model.encoder.config
        fusion = FusionOptions("bert")
        fusion.enable_skip_layer_norm = False
        fusion.enable_bias_skip_layer_norm = False
        optimized = optimize_model(
            str(plain),
            model_type="bert",
            num_heads=config.num_attention_heads,
            hidden_size=config.hidden_size,
            opt_level=1,
            optimization_options=fusion,
        )
        optimized.save_model_to_file(str(fused))
        if quantized:
            quantize_dynamic(
                fused,
                target,
                per_channel=True,
                weight_type=QuantType.QInt8,
                extra_options={"DefaultTensorType": TensorProto.FLOAT},
            )
        else:
            shutil.copy(fused, target)
    shutil.copy(base_folder() / "tokenizer.json", folder / "tokenizer.json")
    return target


def _trace(model: SpanReader, target: Path) -> None:
    ids = torch.ones(2, 24, dtype=torch.int64)
    types = torch.zeros_like(ids)
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        model,
        (ids, types, torch.ones_like(ids)),
        str(target),
        input_names=INPUTS,
        output_names=OUTPUTS,
        dynamic_axes={name: axes for name in [*INPUTS, *OUTPUTS[:2]]} | {OUTPUTS[2]: {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """``python -m assistant.reader.export --checkpoint FILE --out DIR [--float]``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--float", action="store_true", help="leave the weights in 32 bits")
    options = parser.parse_args(arguments)
    export(load_trained(options.checkpoint), options.out, quantized=not options.float)


if __name__ == "__main__":
    main()
