// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

/// A Python with PyTorch for checks of what only PyTorch can check; tests skip where there is none.
namespace spw::test {

struct PythonResult {
    int code = -1;
    QByteArray text;
};

/// SPW_PYTHON, or python3 of the path.
inline PythonResult runPython(const QStringList& arguments, const QString& folder = {})
{
    QProcess process;
    if (!folder.isEmpty())
        process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("PYTHONDONTWRITEBYTECODE", "1");
    environment.insert("OMP_NUM_THREADS", "1");
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(environment.value("SPW_PYTHON", "python3"), arguments);
    PythonResult result;
    if (process.waitForFinished(120'000)) {
        result.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        result.text = process.readAll();
    }
    return result;
}

inline bool hasPythonTorch()
{
    static const bool has = runPython({"-c", "import torch, numpy"}).code == 0;
    return has;
}

} // namespace spw::test
