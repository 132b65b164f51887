// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::nir {

class NirExporter final : public Exporter {
public:
    std::string id() const override { return "nir"; }
    std::string title() const override { return "NIR"; }
    std::string doc() const override;
    bool folder() const override { return false; }
    std::string suffix() const override { return ".nir"; }
    std::vector<ParamSpec> options() const override;
    Diagnostics limits(const Plan& plan, const ParamValues& options) const override;
    ExchangeReport write(const ExportRequest& request) const override;
};

} // namespace spw::nir
