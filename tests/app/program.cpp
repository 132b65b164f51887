// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QProcess>

#include <csignal>

namespace spw::test {
namespace {

Finished finish(QProcess& process, const QElapsedTimer& clock, int timeoutMs)
{
    Finished out;
    if (!process.waitForFinished(timeoutMs)) {
        process.kill();
        process.waitForFinished();
        out.code = -2;
    } else {
        out.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
    out.seconds = double(clock.elapsed()) / 1000;
    out.out = process.readAllStandardOutput();
    out.err += process.readAllStandardError();
    return out;
}

} // namespace

QJsonObject Finished::json() const { return QJsonDocument::fromJson(out).object(); }

QJsonObject Finished::lastLine() const
{
    return QJsonDocument::fromJson(out.trimmed().split('\n').constLast()).object();
}

Finished run(const QStringList& arguments, int timeoutMs, const QByteArray& input)
{
    QProcess process;
    QElapsedTimer clock;
    clock.start();
    process.start(QStringLiteral(SPW_BIN_DIR "/spikewright-cli"), arguments);
    process.write(input);
    process.closeWriteChannel();
    return finish(process, clock, timeoutMs);
}

Finished runAndInterrupt(const QStringList& arguments, const std::function<bool(const QByteArray&)>& when)
{
    QProcess process;
    QElapsedTimer clock;
    clock.start();
    process.start(QStringLiteral(SPW_BIN_DIR "/spikewright-cli"), arguments);
    QByteArray errors;
    while (!when(errors) && clock.elapsed() < 60'000 && !process.waitForFinished(20))
        errors += process.readAllStandardError();
    if (process.state() == QProcess::Running)
        ::kill(pid_t(process.processId()), SIGINT);
    Finished out = finish(process, clock, 30'000);
    out.err.prepend(errors);
    return out;
}

QString sample(const QString& name)
{
    const QString folder = qEnvironmentVariable("SPW_SAMPLES", QStringLiteral(SPW_SOURCE_DIR "/../shared/data"));
    const QString file = folder + u'/' + name;
    return QFileInfo::exists(file) ? file : QString();
}

} // namespace spw::test
