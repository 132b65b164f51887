// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program_files.h"

namespace spw {
namespace fs = std::filesystem;

fs::path executableFolder()
{
    std::error_code error;
    const fs::path self = fs::read_symlink("/proc/self/exe", error);
    return error ? fs::path(".") : self.parent_path();
}

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

} // namespace spw
