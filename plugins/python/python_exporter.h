// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::python {

/// A folder with a readable script of the network, its weights, an input with our output, and a program that compares.
class PythonExporter final : public Exporter {
public:
    std::string id() const override { return "python"; }
    std::string title() const override { return "Python (SpikingJelly, PyTorch, snnTorch)"; }
    std::string doc() const override;
    bool folder() const override { return true; }
    std::string suffix() const override { return "_python"; }
    std::vector<ParamSpec> options() const override;
    Diagnostics limits(const Plan& plan, const ParamValues& options) const override;
    ExchangeReport write(const ExportRequest& request) const override;
};

} // namespace spw::python
