// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>
#include <stop_token>
#include <thread>

namespace spw::ui {

/// One export or import on a thread of its own. Destroying it stops the work and waits.
class ExchangeTask : public QObject {
    Q_OBJECT
public:
    /// What the thread does; may throw.
    using Work = std::function<ExchangeReport(const ExchangeProgress& progress, const std::stop_token& stop)>;

    ExchangeTask(Work work, QObject* parent);
    ~ExchangeTask() override;
    void cancel();

    bool isCancelled() const { return m_cancelled; }
    const std::optional<ExchangeReport>& report() const { return m_report; }   // once finished without an error
    const QString& error() const { return m_error; }

Q_SIGNALS:
    void progress(double share, const QString& doing);
    void finished();

private:
    std::optional<ExchangeReport> m_report;
    QString m_error;
    bool m_cancelled = false;
    std::stop_source m_stop;
    std::thread m_thread;
};

} // namespace spw::ui
