// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exchange/exchange_task.h"

#include "ui/model/texts.h"

#include <QMetaObject>

namespace spw::ui {

ExchangeTask::ExchangeTask(Work work, QObject* parent) : QObject(parent)
{
    m_thread = std::thread([this, work = std::move(work)] {
        std::optional<ExchangeReport> report;
        QString error;
        bool cancelled = false;
        try {
            report = work([this](double share, const std::string& doing) { Q_EMIT progress(share, toQString(doing)); },
                          m_stop.get_token());
        } catch (const CancelledError&) {
            cancelled = true;
        } catch (const Error& e) {
            error = toQString(e.where().empty() ? e.happened() : e.where() + ": " + e.happened()) + u' ' + toQString(e.fix());
        } catch (const std::exception& e) {
            error = QString::fromUtf8(e.what());
        }
        QMetaObject::invokeMethod(this, [this, report, error, cancelled] {
            m_report = report;
            m_error = error;
            m_cancelled = cancelled;
            Q_EMIT finished();
        }, Qt::QueuedConnection);
    });
}

ExchangeTask::~ExchangeTask()
{
    cancel();
    m_thread.join();
}

void ExchangeTask::cancel() { m_stop.request_stop(); }

} // namespace spw::ui
