// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lynxi/python_tools.h"

namespace spw::lynxi {

namespace {

const char* const kCompile = R"PY(#!/usr/bin/env python3
# Written by Spikewright.
#
#   python3 compile.py --check      needs only PyTorch (CPU, 1.10 or later): runs model.py with the weights in float16 and
#                                   compares with reference.npz; exit code 1 if they differ by more than the tolerance of manifest.json
#   python3 compile.py [--out DIR]  needs Lynxi's lyngor and a PyTorch for the CPU: makes the program for the chip
import argparse
import ast
import hashlib
import json
import os
import struct
import sys
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True   # the folder stays as its manifest says


def read_manifest():
    with open(os.path.join(HERE, 'manifest.json'), encoding='utf-8') as file:
        return json.load(file)


def check_files(manifest):
    wrong = []
    for name, expected in sorted(manifest['sha256'].items()):
        try:
            with open(os.path.join(HERE, name), 'rb') as file:
                found = hashlib.sha256(file.read()).hexdigest()
        except OSError as problem:
            found = str(problem)
        if found != expected:
            wrong.append('%s: expected sha256 %s, found %s' % (name, expected, found))
    return wrong


def read_npz(path):
    """The arrays of a .npz file that Spikewright wrote, without NumPy."""
    import torch
    types = {'<f2': torch.float16, '<f4': torch.float32, '<i8': torch.int64}
    arrays = {}
    with zipfile.ZipFile(path) as file:
        for name in file.namelist():
            data = file.read(name)
            (length,) = struct.unpack('<H', data[8:10])
            header = ast.literal_eval(data[10:10 + length].decode('latin1'))
            values = torch.frombuffer(bytearray(data[10 + length:]), dtype=types[header['descr']])
            arrays[name[:-len('.npy')]] = values.reshape(header['shape'])
    return arrays


def check(manifest):
    import torch
    sys.path.insert(0, HERE)
    import model

    for line in check_files(manifest):
        print('warning: changed since the export: ' + line)
    reference = read_npz(os.path.join(HERE, 'reference.npz'))
    model.ROUND = True
    # Sums of float16 products are exact in double; each result is then rounded to float16, once.
    net = model.load(HERE).double()
    with torch.no_grad():
        y = net(reference['x'].double())
    expected = reference['y'].double()
    if list(y.shape) != manifest['output']['shape'] or y.shape != expected.shape:
        print('FAILED: the output has shape %s, manifest.json says %s' % (list(y.shape), manifest['output']['shape']))
        return 1
    # Where the chip's numbers overflow, both are infinite or not a number.
    same = (y == expected) | (torch.isnan(y) & torch.isnan(expected))
    difference = torch.where(same, torch.zeros_like(y), (y - expected).abs())
    largest = float(difference.max())
    print('steps %d, batch %d, outputs %d' % (manifest['T'], manifest['N'], y.numel()))
    print('largest difference from the float16 reference: %g (tolerance %g)' % (largest, manifest['tolerance']))
    if 'labels' in reference and y.dim() == 2 and y.shape[0] == reference['labels'].numel():
        print('accuracy on the reference batch: %g' % float((y.argmax(1) == reference['labels']).double().mean()))
    if not largest <= manifest['tolerance']:
        print('FAILED')
        return 1
    print('OK')
    return 0


def build(manifest, out):
    try:
        import lyngor
    except ImportError as problem:
        print('Lynxi\'s compiler cannot be loaded (%s). "compile.py --check" works without it.' % problem)
        return 1
    sys.path.insert(0, HERE)
    import model

    net = model.load(HERE)
    graph = lyngor.DLModel()
    graph.load(net, model_type='Pytorch', in_type=manifest['dtype'], out_type=manifest['dtype'],
               inputs_dict={manifest['input']['name']: tuple(manifest['input']['shape'])})
    builder = lyngor.Builder(target='apu', is_map=True)
    path = builder.build(graph.graph, graph.params, out_path=out, apu_only=True)
    print(os.path.join(path, 'Net_0'))
    return 0


def main():
    parser = argparse.ArgumentParser(description='Compiles this network for Lynxi\'s chips, or checks it without them.')
    parser.add_argument('--check', action='store_true', help='compare with reference.npz; needs no lyngor')
    parser.add_argument('--out', default=os.path.join(HERE, 'compiled'), help='where the compiled program goes')
    arguments = parser.parse_args()
    manifest = read_manifest()
    return check(manifest) if arguments.check else build(manifest, arguments.out)


if __name__ == '__main__':
    sys.exit(main())
)PY";

const char* const kInfer = R"PY(#!/usr/bin/env python3
# Written by Spikewright. Runs the compiled program on a chip and compares it with reference.npz.
#
#   python3 infer.py [--path compiled/Net_0] [--device 0]
import argparse
import json
import os
import sys

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    parser = argparse.ArgumentParser(description='Runs the compiled network on the reference batch.')
    parser.add_argument('--path', default=os.path.join(HERE, 'compiled', 'Net_0'), help='what compile.py printed')
    parser.add_argument('--device', type=int, default=0, help='number of the chip')
    arguments = parser.parse_args()
    with open(os.path.join(HERE, 'manifest.json'), encoding='utf-8') as file:
        manifest = json.load(file)
    reference = numpy.load(os.path.join(HERE, 'reference.npz'))
    try:
        import lynpy
    except ImportError as problem:
        print('Lynxi\'s run time cannot be loaded: %s.' % problem)
        return 1
    net = lynpy.Model(dev_id=arguments.device, path=arguments.path)
    x = numpy.ascontiguousarray(reference['x'])
    given = lynpy.Tensor(dev_id=arguments.device, size=x.nbytes).from_numpy(x).apu()
    y = net(given).view_as(manifest['output']['shape'], manifest['dtype'])
    if y.devptr is not None:
        y = y.cpu()
    y = numpy.asarray(y.numpy()).astype('float64').reshape(manifest['output']['shape'])
    print('largest difference from the float16 reference: %g' % float(numpy.abs(y - reference['y'].astype('float64')).max()))
    if 'labels' in reference and y.ndim == 2 and y.shape[0] == reference['labels'].size:
        print('accuracy on the reference batch: %g' % float((y.argmax(1) == reference['labels']).mean()))
    return 0


if __name__ == '__main__':
    sys.exit(main())
)PY";

} // namespace

std::string compileSource() { return kCompile; }
std::string inferSource() { return kInfer; }

std::string readmeText(const std::string& name, bool hasOnnx)
{
    std::string out = name + R"(: a spiking network for Lynxi's chips, written by Spikewright

  python3 compile.py --check     without any chip: PyTorch for the CPU must give what reference.npz says
  python3 compile.py             with Lynxi's lyngor: makes compiled/Net_0
  python3 infer.py               with a chip: runs it on the reference batch

manifest.json  steps T, batch N, shapes, nodes, and the sha256 of every file
model.py       the network; weights.pt and weights.npz (the same numbers, float16) belong to it
reference.npz  x: input, y: output in float16, y_float32: output of the studio's network, labels: classes, where known

What float16 means in y: every layer sums exactly and rounds its result once to float16; neurons round after each
multiplication, addition and subtraction. Numbers on the chip may differ in their last digit.
)";
    if (hasOnnx)
        out += R"(
model.onnx holds the same network with all steps written out, in float32 with the float16 weights. As a second route:
  model_compile -f ONNX -m model.onnx --input_type float16 --output_type float16 --output compiled
with --input_nodes and --input_shapes as manifest.json says. Which of its operators your lyngor knows, only it can tell.
)";
    return out;
}

} // namespace spw::lynxi
