// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QDir>
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

/// The folder of sample files made by others, or empty: $SPW_SAMPLES, else ../shared/data beside the sources.
inline QString samplesDir()
{
    QString dir = qEnvironmentVariable("SPW_SAMPLES");
    if (dir.isEmpty())
        dir = QStringLiteral(SPW_SOURCE_DIR "/../shared/data");
    return QDir(dir).exists() ? QDir(dir).absolutePath() : QString();
}

inline std::filesystem::path pathOf(const QString& text) { return std::filesystem::path(text.toStdString()); }

/// Unpacks the small N-MNIST set. @return its folder, empty if there is none or no unzip program.
inline std::filesystem::path unpackedNmnist(const QTemporaryDir& into)
{
    const QString zip = samplesDir() + "/nmnist-small/NMNISTsmall.zip";
    if (!QFile::exists(zip) || QProcess::execute("unzip", {"-q", "-o", zip, "-d", into.path()}) != 0)
        return {};
    return pathOf(into.path()) / "NMNISTsmall";
}

/// A file that only this test reads, written without waiting for the disk: not for its journal, and not for its blocks
/// either, as ext4 does where a file is emptied and filled again.
inline void writeQuickly(const std::filesystem::path& file, const std::string& bytes)
{
    std::filesystem::remove(file);
    std::ofstream(file, std::ios::binary) << bytes;
}

/// The whole message of the Error that `call` throws; empty if it throws none.
inline std::string errorOf(const std::function<void()>& call)
{
    try {
        call();
    } catch (const spw::Error& error) {
        return error.what();
    }
    return {};
}

inline bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
