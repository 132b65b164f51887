// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

namespace spw::nir {

class NirImporter final : public Importer {
public:
    std::string id() const override { return "nir"; }
    std::string title() const override { return "NIR"; }
    std::vector<std::string> suffixes() const override { return {".nir", ".h5"}; }
    std::vector<ParamSpec> options() const override;
    bool recognises(const std::filesystem::path& file, std::string_view head) const override;
    ImportResult read(const ImportRequest& request) const override;
};

} // namespace spw::nir
