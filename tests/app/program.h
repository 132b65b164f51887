// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>

/// Starts the real spikewright-cli.
namespace spw::test {

struct Finished {
    int code = -1;          // -1: crashed, -2: did not end in time
    QByteArray out, err;
    double seconds = 0;

    QJsonObject json() const;       // of the whole standard output
    QJsonObject lastLine() const;   // of its last line
    /// For QVERIFY2: what the program said.
    QByteArray text() const { return "exit code " + QByteArray::number(code) + "\n" + out + err; }
};

Finished run(const QStringList& arguments, int timeoutMs = 60'000, const QByteArray& input = {});

/// Sends SIGINT once `when` holds (asked every 20 ms with what was printed so far), then waits for the end.
Finished runAndInterrupt(const QStringList& arguments, const std::function<bool(const QByteArray& errors)>& when);

/// Path of a sample file of others; empty if the samples are not here.
QString sample(const QString& name);

} // namespace spw::test
