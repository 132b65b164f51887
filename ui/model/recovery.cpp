// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/model/recovery.h"

#include "ui/model/file_writer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QUuid>

namespace spw::ui {

QString Recovery::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/recovery");
}

Recovery::Recovery(FileWriter& writer, const QString& folder) : m_writer(writer), m_folder(folder)
{
    QDir().mkpath(m_folder);
    const QString base = m_folder + u'/' + QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_journal = base + QStringLiteral(".spw");
    m_info = base + QStringLiteral(".json");
    m_lock = std::make_unique<QLockFile>(base + QStringLiteral(".lock"));
    m_lock->setStaleLockTime(0);    // stale only when its process is gone
    m_lock->tryLock(0);
}

Recovery::~Recovery() = default;

void Recovery::keep(const std::string& document, const QString& original)
{
    const QJsonObject info{{QStringLiteral("file"), original}};
    m_writer.write(m_info, QJsonDocument(info).toJson().toStdString());
    m_writer.write(m_journal, document);
    m_kept = true;
}

void Recovery::forget()
{
    if (!m_kept)
        return;
    m_writer.remove(m_journal);
    m_writer.remove(m_info);
    m_kept = false;
}

QVector<Recovered> Recovery::found() const
{
    QVector<Recovered> list;
    const QFileInfoList files = QDir(m_folder).entryInfoList({QStringLiteral("*.spw")}, QDir::Files, QDir::Time);
    for (const QFileInfo& file : files) {
        if (file.absoluteFilePath() == QFileInfo(m_journal).absoluteFilePath())
            continue;
        const QString base = file.absolutePath() + u'/' + file.completeBaseName();
        QLockFile lock(base + QStringLiteral(".lock"));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            continue;               // that window is still open
        lock.unlock();
        QFile info(base + QStringLiteral(".json"));
        const QJsonObject root =
            info.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(info.readAll()).object() : QJsonObject();
        list.push_back({file.absoluteFilePath(), root.value(QStringLiteral("file")).toString(), file.lastModified()});
    }
    return list;
}

void Recovery::discard(const Recovered& entry)
{
    const QFileInfo file(entry.journal);
    m_writer.remove(entry.journal);
    m_writer.remove(file.absolutePath() + u'/' + file.completeBaseName() + QStringLiteral(".json"));
}

} // namespace spw::ui
