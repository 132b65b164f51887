// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program_files.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <nlohmann/json.hpp>

namespace spw {
namespace fs = std::filesystem;

fs::path executableFolder()
{
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::path(".") : self.parent_path();
}

fs::path shareFolder() { return (executableFolder() / "../share/spikewright").lexically_normal(); }

fs::path libraryFile(const std::string& name)
{
    const std::string file = "lib" + name + ".so";
    // Packages put libraries into lib/<architecture>: SPW_LIBRARY_DIR is that folder as the build knows it.
    for (const fs::path folder : {"../lib", "../" SPW_LIBRARY_DIR, "."}) {
        const fs::path full = (executableFolder() / folder / file).lexically_normal();
        std::error_code error;
        if (fs::exists(full, error))
            return full;
    }
    return file;
}

std::vector<Example> listExamples()
{
    const fs::path folder = shareFolder() / "examples", index = folder / "index.json";
    std::vector<Example> out;
    try {
        for (const auto& row : nlohmann::json::parse(readFile(index, 1 << 20)).at("examples"))
            out.push_back({row.at("name"), row.at("title"), row.at("description"),
                           folder / row.at("name").get<std::string>().append(".spw")});
    } catch (const nlohmann::json::exception& e) {
        throw Error("The list of examples cannot be read: " + std::string(e.what()) + ".", index.string(),
                    "Install or build the program again.");
    }
    return out;
}

} // namespace spw
