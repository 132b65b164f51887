// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::onnx {

/// The network for inference as an ONNX file.
class OnnxExporter final : public Exporter {
public:
    std::string id() const override { return "onnx"; }
    std::string title() const override { return "ONNX"; }
    std::string doc() const override;
    bool folder() const override { return false; }
    std::string suffix() const override { return ".onnx"; }
    std::vector<ParamSpec> options() const override;
    Diagnostics limits(const Plan& plan, const ParamValues& options) const override;
    ExchangeReport write(const ExportRequest& request) const override;
};

} // namespace spw::onnx
