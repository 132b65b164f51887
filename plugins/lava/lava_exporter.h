// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::lavanet {

/// Writes `.net` files as lava-dl does (formats.md 1 and 2). Stateless.
class LavaExporter final : public Exporter {
public:
    std::string id() const override { return "lava"; }
    std::string title() const override { return "Lava (Loihi)"; }
    std::string doc() const override
    {
        return "A network file of lava-dl (HDF5), in the whole numbers of the chip. Lava's netx runs it on Loihi 2 or in "
               "simulation; slayer.auto "
               "loads dense networks for further training.";
    }
    bool folder() const override { return false; }
    std::string suffix() const override { return ".net"; }
    std::vector<ParamSpec> options() const override;
    Diagnostics limits(const Plan& plan, const ParamValues& options) const override;
    ExchangeReport write(const ExportRequest& request) const override;
};

} // namespace spw::lavanet
