// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::lavanet {

/// Reads `.net` files of lava-dl (formats.md 1). Stateless.
class LavaImporter final : public Importer {
public:
    std::string id() const override { return "lava"; }
    std::string title() const override { return "Lava (Loihi)"; }
    std::vector<std::string> suffixes() const override { return {".net"}; }
    std::vector<ParamSpec> options() const override;
    bool recognises(const std::filesystem::path& file, std::string_view head) const override;
    ImportResult read(const ImportRequest& request) const override;
};

} // namespace spw::lavanet
