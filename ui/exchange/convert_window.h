// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/convert/ann_to_snn.h"
#include "ui/model/project_model.h"
#include "ui/model/run_controller.h"

#include <QDialog>
#include <QElapsedTimer>

class QCheckBox;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace spw::ui {

class CurveChart;
class ExchangeTask;
class ReportView;

/// File > Convert to SNN: how the analog network of the project becomes a spiking one, what stands in the way, the
/// accuracy against the number of steps, and the result as a new project. The open graph is never changed.
class ConvertWindow : public QDialog {
    Q_OBJECT
public:
    /// The controller's engine must outlive the window.
    ConvertWindow(ProjectModel& project, RunController& run, QWidget* parent);
    ~ConvertWindow() override;

    void convert();
    /// Writes the converted network and asks for it to be opened.
    void openAs(const QString& project);
    bool isBusy() const { return m_task != nullptr; }
    const std::shared_ptr<const ConversionResult>& result() const { return m_result; }   // nullptr: none yet
    CurveChart& chart() { return *m_chart; }
    ReportView& report() { return *m_report; }

Q_SIGNALS:
    /// The project is written; weights lie beside it.
    void converted(const QString& project);
    void nodeChosen(qint64 node);

private:
    void showLimits();
    void showProgress(double share, const QString& doing);
    void finish();
    void showCurve();
    void chooseAndOpen();
    void setBusy(bool busy);

    ProjectModel& m_project;
    RunController& m_run;
    QComboBox *m_weights, *m_mode;
    QSpinBox *m_steps, *m_samples;
    QCheckBox* m_fold;
    QLabel *m_summary, *m_doing;
    ReportView* m_report;
    CurveChart* m_chart;
    QProgressBar* m_progress;
    QPushButton *m_convert, *m_cancel, *m_open, *m_close;
    int m_spiking, m_analog;   // curves
    ExchangeTask* m_task = nullptr;
    QElapsedTimer m_clock;
    std::shared_ptr<ConversionResult> m_making;
    std::shared_ptr<const ConversionResult> m_result;
    bool m_allowed = false;
};

} // namespace spw::ui
