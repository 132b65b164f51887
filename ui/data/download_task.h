// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>

namespace spw::ui {

/// Fetches a dataset with the command line, in a process of its own: the studio loads no network library and nothing that
/// a server says reaches it. What was broken off goes on where it stopped.
class DownloadTask : public QObject {
    Q_OBJECT
public:
    explicit DownloadTask(QObject* parent = nullptr);
    ~DownloadTask() override;                // stops it

    /// @param mirror  another server that has the same files; empty: the publisher's.
    void start(const QString& dataset, const QString& folder, const QString& mirror = {});
    void cancel();
    bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

Q_SIGNALS:
    void progress(const QString& what, int percent);     // "Downloading", 0..100; -1: not known
    void finished();                                     // whole, checked and unpacked
    void cancelled();
    void failed(const QString& message);

private:
    void read();

    QProcess m_process;
    QString m_said;                          // words that were no progress: what went wrong
    bool m_cancelled = false;
};

/// The command line beside this program, or what SPW_CLI names; empty: there is none.
QString commandLineProgram();

} // namespace spw::ui
