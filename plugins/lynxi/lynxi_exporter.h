// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::lynxi {

/// A folder that Lynxi's compiler turns into a program for its chips, and that can be checked without it.
class LynxiExporter final : public Exporter {
public:
    std::string id() const override { return "lynxi"; }
    std::string title() const override { return "Lynxi"; }
    std::string doc() const override;
    bool folder() const override { return true; }
    std::string suffix() const override { return "_lynxi"; }
    std::vector<ParamSpec> options() const override;
    Diagnostics limits(const Plan& plan, const ParamValues& options) const override;
    ExchangeReport write(const ExportRequest& request) const override;
};

} // namespace spw::lynxi
