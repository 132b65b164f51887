// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/data/download_task.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QStandardPaths>

namespace spw::ui {

QString commandLineProgram()
{
    if (const QString named = qEnvironmentVariable("SPW_CLI"); !named.isEmpty())
        return named;
    const QString beside = QCoreApplication::applicationDirPath() + QStringLiteral("/spikewright-cli");
    return QFileInfo(beside).isExecutable() ? beside : QStandardPaths::findExecutable(QStringLiteral("spikewright-cli"));
}

DownloadTask::DownloadTask(QObject* parent) : QObject(parent)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("SPW_PROGRESS"), QStringLiteral("1"));
    m_process.setProcessEnvironment(environment);
    connect(&m_process, &QProcess::readyReadStandardError, this, &DownloadTask::read);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed(tr("The program spikewright-cli could not be started: %1").arg(m_process.errorString()));
    });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        read();
        if (m_cancelled)
            Q_EMIT cancelled();
        else if (status == QProcess::NormalExit && code == 0)
            Q_EMIT finished();
        else
            Q_EMIT failed(m_said.trimmed().isEmpty() ? tr("The download ended without a reason.") : m_said.trimmed());
    });
}

DownloadTask::~DownloadTask()
{
    m_process.disconnect(this);
    if (isRunning()) {
        m_process.terminate();
        if (!m_process.waitForFinished(2000)) {
            m_process.kill();
            m_process.waitForFinished(1000);
        }
    }
}

void DownloadTask::start(const QString& dataset, const QString& folder, const QString& mirror)
{
    if (isRunning())
        return;
    const QString program = commandLineProgram();
    if (program.isEmpty()) {
        Q_EMIT failed(tr("The program spikewright-cli is not beside this one. Install it, or set SPW_CLI to it."));
        return;
    }
    m_said.clear();
    m_cancelled = false;
    QStringList arguments{QStringLiteral("data"), QStringLiteral("get"), dataset, QStringLiteral("--to"), folder};
    if (!mirror.isEmpty())
        arguments << QStringLiteral("--from") << mirror;
    m_process.start(program, arguments, QIODevice::ReadOnly);
    Q_EMIT progress({}, -1);
}

void DownloadTask::cancel()
{
    if (!isRunning())
        return;
    m_cancelled = true;
    m_process.terminate();                   // it tidies up after itself
}

void DownloadTask::read()
{
    static const QRegularExpression share(QStringLiteral("^(Downloading|Unpacking) (\\d+) %$"));
    m_process.setReadChannel(QProcess::StandardError);
    while (m_process.canReadLine() || (!isRunning() && m_process.bytesAvailable() > 0)) {
        const QString line = QString::fromUtf8(m_process.readLine(4096)).trimmed();
        if (const auto match = share.match(line); match.hasMatch())
            Q_EMIT progress(match.captured(1) == QLatin1String("Unpacking") ? tr("Unpacking") : tr("Downloading"), match.captured(2).toInt());
        else if (!line.startsWith(QLatin1String("http")))
            m_said += line + u'\n';
    }
}

} // namespace spw::ui
