// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

#include <memory>
#include <vector>

/// What a plugin includes. A plugin is a shared library with one exported function:
///
///     extern "C" bool spwRegisterPlugin(int api, spw::PluginRegistry* registry, const char** reason)
///     {
///         return spw::registerPlugin(api, reason, [&] { registry->add(std::make_unique<MyExporter>()); });
///     }
namespace spw {

/// Grows with every change that would make an old plugin misbehave.
inline constexpr int kPluginApi = 1;

/// What plugins bring. Filled once, at start-up; then only read.
class PluginRegistry {
public:
    void add(std::unique_ptr<Exporter> exporter) { m_exporters.push_back(std::move(exporter)); }
    void add(std::unique_ptr<Importer> importer) { m_importers.push_back(std::move(importer)); }
    void take(PluginRegistry&& other);

    const std::vector<std::unique_ptr<Exporter>>& exporters() const { return m_exporters; }
    const std::vector<std::unique_ptr<Importer>>& importers() const { return m_importers; }

private:
    std::vector<std::unique_ptr<Exporter>> m_exporters;
    std::vector<std::unique_ptr<Importer>> m_importers;
};

inline void PluginRegistry::take(PluginRegistry&& other)
{
    for (auto& one : other.m_exporters)
        add(std::move(one));
    for (auto& one : other.m_importers)
        add(std::move(one));
}

using RegisterPluginFunction = bool (*)(int api, PluginRegistry* registry, const char** reason);

/// The body of every spwRegisterPlugin: refuses another version, lets no exception cross the border of the library.
/// @return false with `*reason` set (a constant text).
template <class Add>
bool registerPlugin(int api, const char** reason, Add&& add) noexcept
{
    if (api != kPluginApi) {
        *reason = "It was built for another version of Spikewright.";
        return false;
    }
    try {
        add();
        return true;
    } catch (...) {
        *reason = "It failed while it registered what it brings.";
        return false;
    }
}

} // namespace spw

/// Weak, so that one program may hold the code of several plugins, as tests do.
extern "C" __attribute__((weak)) bool spwRegisterPlugin(int api, spw::PluginRegistry* registry, const char** reason);
