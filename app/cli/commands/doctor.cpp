// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/engine_library.h"
#include "app/cli/output.h"
#include "app/cli/plugins.h"
#include "app/program_files.h"
#include "core/base/error.h"
#include "core/base/system_memory.h"
#include "kernels/cuda/neuron_cuda.h"

#include <cstdio>
#include <cstdlib>
#include <optional>

#include <sched.h>

namespace spw::cli {
namespace {

int usableCores()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "not set";
}

std::filesystem::path pluginFolder()
{
    return PluginHost::standardFolders(libraryFile("spw_core").parent_path()).front();
}

int runDoctor(const Arguments& arguments)
{
    std::optional<EngineInfo> info;
    std::optional<Error> failure;
    try {
        info = engine().info();
    } catch (const MissingDeviceError& e) {
        failure = e;
    }
    std::string noCuda;
    const bool cudaKernels = kernels::cudaUsable(&noCuda);
    const SystemMemory ram = systemMemory();
    const std::vector<PluginHost::Outcome>& found = plugins().outcomes();
    const bool cudaTorch = info && info->devices.size() > 1;

    if (arguments.has("--json")) {
        Json loaded = Json::array(), refused = Json::array();
        for (const PluginHost::Outcome& plugin : found)
            if (plugin.reason.empty())
                loaded.push_back(plugin.file.string());
            else
                refused.push_back({{"file", plugin.file.string()}, {"reason", plugin.reason}});
        Json out{{"version", SPW_VERSION}};
        out["engine"] = failure ? Json{{"ok", false}, {"error", toJson(*failure)}} : Json{{"ok", true}};
        out["libtorch"] = info ? Json(info->torchVersion) : Json(nullptr);
        out["blas"] = info ? Json{{"name", info->blas}, {"reference", info->blasIsReference}} : Json(nullptr);
        out["devices"] = Json::array();
        for (std::size_t i = 0; info && i < info->devices.size(); ++i)
            out["devices"].push_back({{"id", info->devices[i]},
                                      {"name", i < info->deviceNames.size() ? info->deviceNames[i] : std::string()}});
        out["cuda"] = {{"libtorch", cudaTorch}, {"kernels", cudaKernels}, {"reason", cudaKernels ? Json(nullptr) : Json(noCuda)}};
        out["threads"] = info ? Json(info->threads) : Json(nullptr);
        out["cores"] = usableCores();
        out["memory"] = {{"total_bytes", ram.total}, {"available_bytes", ram.available}};
        out["environment"] = {{"OMP_WAIT_POLICY", environment("OMP_WAIT_POLICY")},
                              {"OPENBLAS_CORETYPE", environment("OPENBLAS_CORETYPE")}};
        out["plugins"] = {{"folder", pluginFolder().string()}, {"loaded", loaded}, {"refused", refused}};
        printJson(out);
    } else {
        std::printf("Spikewright  " SPW_VERSION "\n");
        if (info) {
            std::printf("LibTorch     %s\nBLAS         %s\n", info->torchVersion.c_str(), info->blas.c_str());
            for (std::size_t i = 0; i < info->devices.size(); ++i)
                std::printf("Device       %s (%s)\n", info->devices[i].c_str(),
                            i < info->deviceNames.size() ? info->deviceNames[i].c_str() : "");
            std::printf("Threads      %d of %d cores\n", info->threads, usableCores());
        }
        std::printf("CUDA         kernels: %s; LibTorch: %s\n", cudaKernels ? "usable" : noCuda.c_str(), cudaTorch ? "yes" : "no");
        std::printf("Memory       %s, %s free\n", bytesText(double(ram.total)).c_str(), bytesText(double(ram.available)).c_str());
        std::printf("Environment  OMP_WAIT_POLICY=%s OPENBLAS_CORETYPE=%s\n", environment("OMP_WAIT_POLICY").c_str(),
                    environment("OPENBLAS_CORETYPE").c_str());
        if (found.empty())
            std::printf("Plugins      none in %s\n", pluginFolder().c_str());
        for (const PluginHost::Outcome& plugin : found)
            std::printf("Plugin       %s%s%s\n", plugin.file.filename().c_str(), plugin.reason.empty() ? "" : " refused: ",
                        plugin.reason.c_str());
    }
    if (info && info->blasIsReference)
        printWarning("LibTorch uses the reference BLAS, about 25 times slower than OpenBLAS. Install libopenblas0-pthread.");
    if (failure) {
        printError(*failure, false);
        return kMissing;
    }
    return kDone;
}

} // namespace

Command doctorCommand()
{
    return {"doctor", "Show what was found: LibTorch, CUDA, BLAS, threads, memory, plugins.", {},
            {{"--json", "", "everything as one JSON object"}}, runDoctor, true};
}

} // namespace spw::cli
