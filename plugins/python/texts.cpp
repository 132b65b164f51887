// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/python/texts.h"

#include "plugins/python/python_value.h"

namespace spw::python {

std::string scriptHead(Framework framework)
{
    std::string text = "# A spiking network as " + std::string(titleOf(framework)) +
                       " code, written by Spikewright. Sequences are [T, N, ...]: time, samples, features.\n"
                       "# Every call of the network starts from reset states. Spikes have the slope of a surrogate, so it can be\n"
                       "# trained on; load_weights() brings it to where Spikewright left it.\n"
                       "import math\n\nimport numpy\nimport torch\nimport torch.nn.functional as F\nfrom torch import nn\n";
    if (framework == Framework::SpikingJelly)
        text += "\nfrom spikingjelly.activation_based import functional, layer, neuron, surrogate\n";
    if (framework == Framework::SnnTorch)
        text += "\nimport snntorch\nfrom snntorch import surrogate\n";
    return text + "\n\n";
}

std::string scriptFoot()
{
    return R"PY(

def load_weights(network, file="weights.npz"):
    """Fills the network with the numbers of a file; each must find its place, and each parameter its numbers."""
    arrays = dict(numpy.load(file))
    parameters = dict(network.named_parameters())
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if name in arrays:
                array = torch.from_numpy(arrays.pop(name))
                if [size for size in array.shape if size != 1] != [size for size in value.shape if size != 1]:
                    raise ValueError(f"{file}: {name} is {tuple(array.shape)}, the network needs {tuple(value.shape)}")
                value.copy_(array.reshape(value.shape))
            elif name in parameters:
                raise KeyError(f"{file} has no {name}")
    if arrays:
        raise KeyError(f"{file}: the network has no {', '.join(sorted(arrays))}")
    return network


if __name__ == "__main__":
    print(load_weights(Network()).eval())
)PY";
}

std::string checkScript(const std::set<std::string>& spikes, double tolerance)
{
    std::string names;
    for (const std::string& name : spikes)
        names += (names.empty() ? "" : ",\n         ") + pythonString(name);
    return R"PY(# Runs the network on the input of reference.npz and compares every layer with what Spikewright computed.
# Exit code 0: the same, 1: not.
import pathlib
import sys

import numpy
import torch

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from model import Network, load_weights  # noqa: E402

TOLERANCE = )PY" +
           pythonText(tolerance) + R"PY(   # of the largest number, or of 1 where all are smaller
SPIKES = {)PY" +
           names + R"PY(}   # must agree exactly


def main():
    reference = numpy.load(HERE / "reference.npz")
    network = load_weights(Network(), HERE / "weights.npz").eval()
    seen = {}
    for name, part in network.named_children():
        part.register_forward_hook(lambda part, given, value, name=name: seen.__setitem__(name, value))
    given = {key[len("input/"):]: torch.from_numpy(reference[key]) for key in reference.files if key.startswith("input/")}
    with torch.no_grad():
        result = network(**given)
    failed = compared = 0
    for key in reference.files:
        kind, _, name = key.partition("/")
        if kind == "input":
            continue
        if kind == "output":
            value = result[name] if isinstance(result, dict) else result
        else:   # "inside/<part>/<which output>"
            part, _, which = name.partition("/")
            if part not in seen:
                continue
            value = seen[part][int(which)] if isinstance(seen[part], tuple) else seen[part]
        value, wanted = value.numpy(), reference[key]
        compared += 1
        if value.shape != wanted.shape:
            print(f"{key}: shape {value.shape}, Spikewright has {wanted.shape}")
            failed += 1
            continue
        difference = float(abs(value - wanted).max()) if wanted.size else 0.0
        if key in SPIKES:
            wrong = int((value != wanted).sum())
            print(f"{key}: {wrong} of {wanted.size} values differ, {int((wanted != 0).sum())} spikes")
            failed += wrong > 0
        else:
            allowed = TOLERANCE * max(1.0, float(abs(wanted).max()) if wanted.size else 0.0)
            print(f"{key}: largest difference {difference:.3g}, allowed {allowed:.3g}")
            failed += not difference <= allowed
    print(f"{compared} values compared, {failed} differ" if failed else f"{compared} values compared: the same")
    return 1 if failed or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
)PY";
}

std::string readmeText(Framework framework, const std::string& title, const std::string& inputs)
{
    const std::string needs = framework == Framework::SpikingJelly ? "PyTorch 1.13 or later, NumPy and SpikingJelly 0.0.0.0.14 or later"
                              : framework == Framework::SnnTorch   ? "PyTorch 1.13 or later, NumPy and snnTorch 0.8 or later"
                                                                   : "PyTorch 1.13 or later and NumPy";
    return "# " + title + "\n\nA network exported by Spikewright as " + titleOf(framework) + " code. It needs " + needs +
           ".\n\n"
           "- `model.py`: the network. `load_weights(Network())` has the exported weights; its input is " + inputs + ".\n"
           "- `weights.npz`: the weights, by the names of `Network().state_dict()`.\n"
           "- `check.py`: runs `reference.npz`, compares every layer with Spikewright's numbers and prints the differences;\n"
           "  spikes must agree exactly. Exit code 0: the same.\n"
           "- `reference.npz`: an input, and what Spikewright computes from it.\n\n"
           "```python\n"
           "import torch\n"
           "from model import Network, load_weights\n\n"
           "network = load_weights(Network()).eval()\n"
           "with torch.no_grad():\n"
           "    answer = network(torch.from_numpy(my_input))\n"
           "```\n\n"
           "To train on, call `network.train()` and use any optimizer: spikes have the slope of their surrogate.\n";
}

} // namespace spw::python
