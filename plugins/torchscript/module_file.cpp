// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/torchscript/module_file.h"

#include "core/base/error.h"

#include <ATen/Functions.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/frontend/resolver.h>
#include <torch/csrc/jit/frontend/sugared_value.h>

#include <sstream>

namespace spw::torchscript {

namespace {

namespace jit = torch::jit;

/// Knows torch.f(), as every compiler of TorchScript, and spw.f(): the operators of libspw_ops.
struct OurNames final : jit::Resolver {
    std::shared_ptr<jit::SugaredValue> resolveValue(const std::string& name, jit::GraphFunction&, const jit::SourceRange&) override
    {
        if (name == "torch")
            return std::make_shared<jit::BuiltinModule>("aten");
        return name == "spw" ? std::make_shared<jit::BuiltinModule>("spw") : nullptr;
    }
};

at::Tensor tensorOf(const NetArray& array)
{
    at::Tensor out = at::empty(array.shape, at::TensorOptions(at::kFloat));
    std::copy(array.data.begin(), array.data.end(), out.data_ptr<float>());
    return out;
}

/// "training" is what Python's module.eval() sets.
jit::Module emptyModule(const std::string& name)
{
    jit::Module module(c10::QualifiedName("__torch__.spikewright." + name));
    module.register_attribute("training", c10::BoolType::get(), false);
    return module;
}

} // namespace

std::string moduleBytes(const InferenceNet& net, const std::string& source, const std::map<std::string, std::string>& notes)
{
    jit::Module root = emptyModule("SpikingNetwork");
    for (const InferenceOp& op : net.ops) {
        if (op.arrays.empty())
            continue;
        jit::Module part = emptyModule(op.name);
        for (const auto& [name, array] : op.arrays) {
            const bool statistic = name == "mean" || name == "var";
            part.register_parameter(statistic ? "running_" + name : name, tensorOf(array), statistic || name == "_lambda_");
        }
        root.register_module(op.name, part);
    }
    try {
        root.define(source, std::make_shared<OurNames>());
        jit::ExtraFilesMap files;
        for (const auto& [name, text] : notes)
            files[name] = text;
        std::ostringstream out;
        root.save(out, files);
        return out.str();
    } catch (const std::exception& problem) {   // c10::Error, or ErrorReport of the compiler
        throw Error("LibTorch refuses the module: " + std::string(problem.what()), "TorchScript",
                    "Report this as a defect, with the project.");
    }
}

} // namespace spw::torchscript
