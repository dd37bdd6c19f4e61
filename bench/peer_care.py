"""A network for pictures in onnxruntime or ncnn: the peers of bench/care.ts.

Reads a JSON job from argv: {peer, path, model, folder, side, runs}. Prints {best_s, peak_mb}. Both run the whole picture at once, in
float32, with the threads that the machine has cores for.
"""

import json
import os
import sys
from pathlib import Path

from peer_timing import tell_best


def main() -> None:
    import numpy as np

    job = json.loads(sys.argv[1])
    side = job["side"]
    picture = (np.arange(3 * side * side) * 7919 % 255 / 255).astype(np.float32).reshape(1, 3, side, side)
    run = {"onnxruntime": onnxruntime, "ncnn": ncnn}[job["peer"]](job, framed(job["path"], picture))
    tell_best(run, job["runs"])


def framed(path: str, picture):
    """waifu2x takes a border of the picture."""
    import numpy as np

    border = 7 if "upconv_7" in path else 28 if "cunet" in path else 0
    return np.pad(picture, ((0, 0), (0, 0), (border, border), (border, border)), mode="edge")


def onnxruntime(job: dict, picture):
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", "/")
    session = ort.InferenceSession(Path(job["model"]).read_bytes(), options, providers=["CPUExecutionProvider"])
    return lambda: session.run(None, {"picture": picture})


def ncnn(job: dict, picture):
    import ncnn as runtime
    from safetensors.numpy import load_file

    param, weights = Path(job["folder"], "model.param"), Path(job["folder"], "model.bin")
    Writer(load_file(job["path"])).write(param, weights)
    net = runtime.Net()
    net.opt.num_threads = len(os.sched_getaffinity(0))
    for reduced in ("fp16_packed", "fp16_storage", "fp16_arithmetic", "bf16_storage"):
        if hasattr(net.opt, f"use_{reduced}"):
            setattr(net.opt, f"use_{reduced}", False)
    net.load_param(str(param))
    net.load_model(str(weights))

    def run():
        extractor = net.create_extractor()
        extractor.input("picture", runtime.Mat(picture[0]).clone())
        code, result = extractor.extract("result")
        if code != 0:
            raise RuntimeError(f"ncnn ended with {code}")
        return result

    return run


class Writer:
    """The networks in ncnn's own format: lines of layers, and the numbers of their weights one after the other."""

    def __init__(self, tensors: dict) -> None:
        self.tensors = tensors
        self.layers: list[str] = []
        self.numbers: list = []
        self.blobs = 1
        self.uses: dict[str, int] = {}

    def write(self, param: Path, weights: Path) -> None:
        import numpy as np

        self.layers.append("Input picture 0 1 picture")
        kind = "cunet" if "unet1.conv_bottom.weight" in self.tensors else "upconv"
        kind = kind if "net.12.weight" in self.tensors or kind == "cunet" else "rrdb"
        kind = kind if kind != "rrdb" or "conv_first.weight" in self.tensors else "compact"
        result = getattr(self, kind)("picture")
        self.layers.append(f"Noop last 1 1 {self.use(result)} result")
        lines = self.split()
        blobs = sum(int(line.split()[3]) for line in lines)
        param.write_text("\n".join(["7767517", f"{len(lines)} {blobs}", *lines]) + "\n")
        with weights.open("wb") as file:
            for each in self.numbers:
                file.write(np.ascontiguousarray(each).tobytes())

    def split(self) -> list[str]:
        """The layers, with a Split behind every blob that several of them read."""
        lines = []
        for layer in self.layers:
            fields = layer.split(" ")
            count = int(fields[3])
            outputs = fields[4 + int(fields[2]) : 4 + int(fields[2]) + count]
            lines.append(layer)
            for blob in outputs:
                if self.uses.get(blob, 0) > 1:
                    copies = [f"{blob}~{i}" for i in range(self.uses[blob])]
                    lines.append(f"Split split_{blob} 1 {len(copies)} {blob} {' '.join(copies)}")
        seen: dict[str, int] = {}
        named = []
        for line in lines:
            fields = line.split(" ")
            if fields[0] != "Split":
                for i in range(4, 4 + int(fields[2])):
                    blob = fields[i]
                    if self.uses.get(blob, 0) > 1:
                        fields[i] = f"{blob}~{seen.setdefault(blob, 0)}"
                        seen[blob] += 1
            named.append(" ".join(fields))
        return named

    def use(self, blob: str) -> str:
        self.uses[blob] = self.uses.get(blob, 0) + 1
        return blob

    def layer(self, kind: str, inputs: list[str], options: str = "") -> str:
        self.blobs += 1
        out = f"b{self.blobs}"
        names = " ".join(self.use(blob) for blob in inputs)
        self.layers.append(f"{kind} {out} {len(inputs)} 1 {names} {out} {options}".rstrip())
        return out

    def weights(self, *arrays) -> None:
        import numpy as np

        # The first of a convolution says by four bytes of 0 that float32 follows.
        self.numbers.append(np.zeros(1, np.float32))
        self.numbers.extend(np.asarray(each, np.float32) for each in arrays)

    def conv(self, name: str, x: str, slope=None, pad=1, stride=1) -> str:
        weight = self.tensors[f"{name}.weight"]
        out, _, kernel, _ = weight.shape
        self.weights(weight, self.tensors[f"{name}.bias"])
        active = "" if slope is None else f" 9=2 -23310=1,{slope}"
        shape = f"0={out} 1={kernel} 3={stride} 4={pad if kernel > 1 else 0} 5=1 6={weight.size}"
        return self.layer("Convolution", [x], shape + active)

    def transposed(self, name: str, x: str, pad=0, slope=None) -> str:
        weight = self.tensors[f"{name}.weight"]
        _, out, kernel, _ = weight.shape
        self.weights(weight.transpose(1, 0, 2, 3), self.tensors[f"{name}.bias"])
        active = "" if slope is None else f" 9=2 -23310=1,{slope}"
        return self.layer("Deconvolution", [x], f"0={out} 1={kernel} 3=2 4={pad} 5=1 6={weight.size}{active}")

    def add(self, a: str, b: str) -> str:
        return self.layer("BinaryOp", [a, b], "0=0")

    def scaled(self, a: str, factor: float) -> str:
        return self.layer("BinaryOp", [a], f"0=2 1=1 2={factor}")

    def twice(self, x: str, times=2) -> str:
        return self.layer("Interp", [x], f"0=1 1={times}.0 2={times}.0")

    def cropped(self, x: str, border: int) -> str:
        starts, ends, axes = f"-23309=2,{border},{border}", f"-23310=2,-{border},-{border}", "-23311=2,1,2"
        return self.layer("Crop", [x], f"{starts} {ends} {axes}")

    def compact(self, x: str) -> str:
        import numpy as np

        h = x
        place = 0
        while f"body.{place}.weight" in self.tensors:
            h = self.conv(f"body.{place}", h)
            slope = self.tensors.get(f"body.{place + 1}.weight")
            if slope is not None:
                self.numbers.append(np.asarray(slope, np.float32))
                h = self.layer("PReLU", [h], f"0={slope.size}")
            place += 2
        return self.add(self.layer("PixelShuffle", [h], "0=4"), self.twice(x, 4))

    def rrdb(self, x: str) -> str:
        first = self.conv("conv_first", x)
        h = first
        block = 0
        while f"body.{block}.rdb1.conv1.weight" in self.tensors:
            inner = h
            for dense in (1, 2, 3):
                seen = [inner]
                for k in (1, 2, 3, 4):
                    together = seen[0] if len(seen) == 1 else self.layer("Concat", seen)
                    seen.append(self.conv(f"body.{block}.rdb{dense}.conv{k}", together, 0.2))
                last = self.conv(f"body.{block}.rdb{dense}.conv5", self.layer("Concat", seen))
                inner = self.add(self.scaled(last, 0.2), inner)
            h = self.add(self.scaled(inner, 0.2), h)
            block += 1
        h = self.add(first, self.conv("conv_body", h))
        for name in ("conv_up1", "conv_up2"):
            h = self.conv(name, self.twice(h), 0.2)
        return self.conv("conv_last", self.conv("conv_hr", h, 0.2))

    def upconv(self, x: str) -> str:
        for place in range(0, 12, 2):
            x = self.conv(f"net.{place}", x, 0.1, pad=0)
        return self.transposed("net.12", x, pad=3)

    def pair(self, name: str, x: str) -> str:
        h = self.conv(f"{name}.conv.2", self.conv(f"{name}.conv.0", x, 0.1, 0), 0.1, 0)
        gate = f"{name}.seblock"
        if f"{gate}.conv1.weight" not in self.tensors:
            return h
        means = self.layer("Pooling", [h], "0=1 4=1")
        for conv, active in (("conv1", "9=1"), ("conv2", "9=4")):
            weight = self.tensors[f"{gate}.{conv}.weight"]
            self.weights(weight, self.tensors[f"{gate}.{conv}.bias"])
            means = self.layer("InnerProduct", [means], f"0={weight.shape[0]} 1=1 2={weight.size} {active}")
        return self.layer("Scale", [h, means], "0=-233")

    def cunet(self, x: str) -> str:
        fine = self.pair("unet1.conv1", x)
        coarse = self.pair("unet1.conv2", self.conv("unet1.conv1_down", fine, 0.1, 0, 2))
        up = self.add(self.cropped(fine, 4), self.transposed("unet1.conv2_up", coarse, 0, 0.1))
        first = self.conv("unet1.conv_bottom", self.conv("unet1.conv3", up, 0.1, 0), None, 0)
        fine = self.pair("unet2.conv1", first)
        middle = self.pair("unet2.conv2", self.conv("unet2.conv1_down", fine, 0.1, 0, 2))
        coarse = self.pair("unet2.conv3", self.conv("unet2.conv2_down", middle, 0.1, 0, 2))
        up = self.add(self.cropped(middle, 4), self.transposed("unet2.conv3_up", coarse, 0, 0.1))
        back = self.pair("unet2.conv4", up)
        up = self.add(self.cropped(fine, 16), self.transposed("unet2.conv4_up", back, 0, 0.1))
        second = self.conv("unet2.conv_bottom", self.conv("unet2.conv5", up, 0.1, 0), None, 0)
        return self.add(self.cropped(first, 20), second)


if __name__ == "__main__":
    main()
