// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QProcess>
#include <QtCore/QString>
#include <QtCore/QStringList>

/// The Python of this machine: SPW_PYTHON, or python3 on the path.
inline QString pythonProgram()
{
    const QString given = qEnvironmentVariable("SPW_PYTHON");
    return given.isEmpty() ? QStringLiteral("python3") : given;
}

struct PythonResult {
    int exitCode = -1;   // -1: could not be started
    QString output;
};

inline PythonResult runPython(const QStringList& arguments, int seconds = 500)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(pythonProgram(), arguments);
    if (!process.waitForStarted())
        return {};
    process.waitForFinished(seconds * 1000);
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            QString::fromUtf8(process.readAllStandardOutput())};
}

/// Whether Python can import a module: tests that need one are skipped elsewhere.
inline bool pythonHas(const QString& module)
{
    return runPython({"-c", "import " + module}, 120).exitCode == 0;
}
