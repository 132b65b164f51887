// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine_api.h"
#include "core/exchange/plugin_host.h"

#include <QObject>
#include <QString>

#include <thread>

namespace spw::ui {

/// Loads the engine library on a thread of its own, after the window is there: LibTorch takes about a second.
class EngineLoader : public QObject {
    Q_OBJECT
public:
    enum class State { Idle, Starting, Ready, Failed };

    explicit EngineLoader(QObject* parent = nullptr);
    ~EngineLoader() override;

    /// Once; later calls do nothing.
    void start();
    State state() const { return m_state; }
    Engine* engine() const { return m_engine; }          // nullptr until Ready; lives as long as the process
    /// Exporters and importers, which may need LibTorch too; nullptr until Ready; lives as long as the process.
    const PluginHost* plugins() const { return m_plugins; }
    const QString& reason() const { return m_reason; }   // why it failed
    const EngineInfo& info() const { return m_info; }    // of a ready engine

    /// Where the library is looked for, in order.
    static QStringList places();

Q_SIGNALS:
    void changed();

private:
    struct Outcome {
        Engine* engine = nullptr;
        const PluginHost* plugins = nullptr;
        EngineInfo info;
        QString reason;
    };
    static Outcome load();
    void take(const Outcome& outcome);

    State m_state = State::Idle;
    Engine* m_engine = nullptr;
    const PluginHost* m_plugins = nullptr;
    EngineInfo m_info;
    QString m_reason;
    std::thread m_thread;
};

} // namespace spw::ui
