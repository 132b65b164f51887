// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/engine_loader.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QMetaObject>
#include <QStringList>

#include <dlfcn.h>

namespace spw::ui {

EngineLoader::EngineLoader(QObject* parent) : QObject(parent) {}

EngineLoader::~EngineLoader()
{
    if (m_thread.joinable())
        m_thread.join();
}

QStringList EngineLoader::places()
{
    const QString here = QCoreApplication::applicationDirPath();
    return {qEnvironmentVariable("SPW_ENGINE"), here + QStringLiteral("/../lib/libspw_engine.so"),
            here + QStringLiteral("/libspw_engine.so"), QStringLiteral("libspw_engine.so")};
}

void EngineLoader::start()
{
    if (m_state != State::Idle)
        return;
    m_state = State::Starting;
    Q_EMIT changed();
    m_thread = std::thread([this] {
        const Outcome outcome = load();
        QMetaObject::invokeMethod(this, [this, outcome] { take(outcome); }, Qt::QueuedConnection);
    });
}

EngineLoader::Outcome EngineLoader::load()
{
    Outcome outcome;
    QString last;
    for (const QString& place : places()) {
        if (place.isEmpty() || (place.contains(u'/') && !QFileInfo::exists(place)))
            continue;
        // Local: the libraries LibTorch brings along must not meet those of the window.
        void* library = dlopen(place.toLocal8Bit().constData(), RTLD_NOW | RTLD_LOCAL);
        if (!library) {
            last = QString::fromLocal8Bit(dlerror());
            continue;
        }
        const auto create = reinterpret_cast<CreateEngineFunction>(dlsym(library, "spwCreateEngine"));
        if (!create) {
            last = tr("%1 is not an engine of Spikewright.").arg(place);
            continue;
        }
        const char* reason = nullptr;
        try {
            outcome.engine = create(kEngineApi, &reason);
            if (outcome.engine) {
                outcome.info = outcome.engine->info();
                const std::filesystem::path libraries =
                    place.contains(u'/') ? QFileInfo(place).canonicalPath().toStdString() : std::string();
                outcome.plugins = new PluginHost(PluginHost::standardFolders(libraries));
                return outcome;
            }
            last = QString::fromUtf8(reason ? reason : "");
        } catch (const std::exception& e) {
            outcome.engine = nullptr;
            last = QString::fromUtf8(e.what());
        }
    }
    outcome.reason = last.isEmpty() ? tr("The library libspw_engine.so was not found. Install or build it again.") : last;
    return outcome;
}

void EngineLoader::take(const Outcome& outcome)
{
    m_engine = outcome.engine;
    m_plugins = outcome.plugins;
    m_info = outcome.info;
    m_reason = outcome.reason;
    m_state = m_engine ? State::Ready : State::Failed;
    Q_EMIT changed();
}

} // namespace spw::ui
