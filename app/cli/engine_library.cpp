// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/engine_library.h"

#include "app/program_files.h"
#include "core/base/error.h"

#include <memory>

#include <dlfcn.h>

namespace spw::cli {

void* libraryFunction(const std::string& library, const char* function)
{
    const std::string file = libraryFile(library).string();
    const auto missing = [&](const char* why) {
        return MissingDeviceError("A library of the program cannot be loaded: " + std::string(why ? why : "no reason given") + ".",
                                  file, "Install LibTorch (libtorch-dev) and build or install Spikewright again; "
                                        "'spikewright-cli doctor' shows what is found.");
    };
    // Never closed: LibTorch does not survive being unloaded.
    void* handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        throw missing(dlerror());
    void* symbol = dlsym(handle, function);
    if (!symbol)
        throw missing(dlerror());
    return symbol;
}

Engine& engine()
{
    static const std::unique_ptr<Engine> instance = [] {
        const auto create = reinterpret_cast<CreateEngineFunction>(libraryFunction("spw_engine", "spwCreateEngine"));
        const char* reason = nullptr;
        Engine* made = create(kEngineApi, &reason);
        if (!made)
            throw MissingDeviceError("The engine does not start: " + std::string(reason ? reason : "no reason given") + ".",
                                     libraryFile("spw_engine").string(), "Build or install Spikewright again.");
        return std::unique_ptr<Engine>(made);
    }();
    return *instance;
}

} // namespace spw::cli
