// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/plugin_host.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <dlfcn.h>

namespace spw {

namespace {

template <class T>
std::string idsOf(const std::vector<std::unique_ptr<T>>& all)
{
    std::string out;
    for (const auto& one : all)
        out += (out.empty() ? "" : ", ") + one->id();
    return out.empty() ? "none: no plugin could be loaded ('spikewright-cli doctor' says why)" : out;
}

template <class T>
bool idsDiffer(const std::vector<std::unique_ptr<T>>& all)
{
    for (std::size_t i = 0; i < all.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (all[i]->id() == all[k]->id())
                return false;
    return true;
}

} // namespace

PluginHost::PluginHost(const std::vector<std::filesystem::path>& folders)
{
    for (const std::filesystem::path& folder : folders) {
        std::vector<std::filesystem::path> files;
        std::error_code error;
        for (const auto& entry : std::filesystem::directory_iterator(folder, error))
            if (entry.path().extension() == ".so")
                files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (const std::filesystem::path& file : files)
            load(file);
    }
}

std::vector<std::filesystem::path> PluginHost::standardFolders(const std::filesystem::path& libraries)
{
    std::vector<std::filesystem::path> out{libraries / "spikewright" / "plugins"};
    const char* more = std::getenv("SPW_PLUGINS");
    std::string list = more ? more : "";
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(':'), list.size());
        if (end > 0)
            out.emplace_back(list.substr(0, end));
        list.erase(0, end + 1);
    }
    return out;
}

void PluginHost::load(const std::filesystem::path& file)
{
    // Never closed: what it registered lives in it.
    void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char* why = dlerror();
        m_outcomes.push_back({file, why ? why : "The system gave no reason."});
        return;
    }
    const auto enter = reinterpret_cast<RegisterPluginFunction>(dlsym(library, "spwRegisterPlugin"));
    if (!enter) {
        m_outcomes.push_back({file, "It is no plugin of Spikewright: it has no function spwRegisterPlugin."});
        return;
    }
    PluginRegistry fresh;
    const char* reason = "It gave no reason.";
    if (!enter(kPluginApi, &fresh, &reason)) {
        m_outcomes.push_back({file, reason});
        return;
    }
    const auto taken = [&](const auto& mine, const auto& others) {
        return std::any_of(mine.begin(), mine.end(), [&](const auto& one) {
            return std::any_of(others.begin(), others.end(), [&](const auto& other) { return other->id() == one->id(); });
        });
    };
    if (taken(fresh.exporters(), m_registry.exporters()) || taken(fresh.importers(), m_registry.importers()) ||
        !idsDiffer(fresh.exporters()) || !idsDiffer(fresh.importers())) {
        m_outcomes.push_back({file, "Another plugin already brings a format of this name."});
        return;
    }
    m_registry.take(std::move(fresh));
    m_outcomes.push_back({file, {}});
}

const Exporter& PluginHost::exporter(const std::string& id) const
{
    for (const auto& one : m_registry.exporters())
        if (one->id() == id)
            return *one;
    throw Error("There is no exporter '" + id + "'.", "", "Choose one of: " + idsOf(m_registry.exporters()) + ".");
}

const Importer& PluginHost::importer(const std::string& id) const
{
    for (const auto& one : m_registry.importers())
        if (one->id() == id)
            return *one;
    throw Error("There is no importer '" + id + "'.", "", "Choose one of: " + idsOf(m_registry.importers()) + ".");
}

const Importer& PluginHost::importerOf(const std::filesystem::path& file) const
{
    std::ifstream stream(file, std::ios::binary);
    std::string head(4096, '\0');
    if (!stream || std::filesystem::is_directory(file))
        throw Error("The file cannot be read.", file.string(), "Check the name and that you may read it.");
    stream.read(head.data(), std::streamsize(head.size()));
    head.resize(std::size_t(stream.gcount()));
    if (head.starts_with("version https://git-lfs"))
        throw Error("This is a Git LFS pointer, not the data it points to.", file.string(),
                    "Fetch the real file ('git lfs pull' where it came from) and try again.");
    for (const auto& one : m_registry.importers())
        if (one->recognises(file, head))
            return *one;
    throw Error("No importer knows this kind of file.", file.string(),
                "Say what it is with --from; there are: " + idsOf(m_registry.importers()) + ".");
}

} // namespace spw
