// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QLockFile>
#include <QString>
#include <QVector>

#include <memory>

namespace spw::ui {

class FileWriter;

/// What a session that did not end well left behind.
struct Recovered {
    QString journal;      // the document as it was
    QString original;     // file it belongs to; empty: never saved
    QDateTime time;
};

/// The journal of this session: the document as of the last edit, kept outside the project until it is saved.
/// A lock file tells a crashed session from one that is open in another window.
class Recovery {
public:
    explicit Recovery(FileWriter& writer, const QString& folder = defaultFolder());
    ~Recovery();

    void keep(const std::string& document, const QString& original);
    /// Nothing to recover any more: saved, or thrown away on purpose.
    void forget();

    QVector<Recovered> found() const;
    void discard(const Recovered& entry);

    static QString defaultFolder();
    const QString& journal() const { return m_journal; }

private:
    FileWriter& m_writer;
    QString m_folder, m_journal, m_info;
    std::unique_ptr<QLockFile> m_lock;
    bool m_kept = false;
};

} // namespace spw::ui
