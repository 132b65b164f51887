// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/snapshot.h"

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

class QCheckBox;
class QLabel;
class QStackedWidget;
class QToolButton;

namespace spw::ui {

class CurveChart;
class RunView;

/// The dock "Training charts": loss (each batch faintly, train and test per epoch) and accuracy of the run, at most five
/// updates a second.
class ChartsPanel : public QWidget {
    Q_OBJECT
public:
    explicit ChartsPanel(RunView& run, QWidget* parent = nullptr);

    /// One line per finished epoch. False, and why, if the file cannot be written.
    bool exportCsv(const QString& file, QString* reason = nullptr) const;
    /// Both charts as one picture with a caption.
    bool exportPng(const QString& file, QString* reason = nullptr) const;
    CurveChart& loss() const { return *m_loss; }
    CurveChart& accuracy() const { return *m_accuracy; }
    /// Takes over the run's newest numbers now.
    void refresh();

    QJsonObject describe() const;

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void askAndExport(bool csv);

    RunView& m_run;
    std::shared_ptr<const Snapshot> m_shown;
    QTimer m_limit;
    QStackedWidget* m_pages = nullptr;
    CurveChart *m_loss = nullptr, *m_accuracy = nullptr;
    QCheckBox* m_log = nullptr;
    QLabel *m_value = nullptr, *m_emptyText = nullptr;
    QToolButton* m_export = nullptr;
    int m_batches = 0, m_trainLoss = 0, m_testLoss = 0, m_trainAccuracy = 0, m_testAccuracy = 0;
};

} // namespace spw::ui
