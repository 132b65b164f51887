// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/plugin_host.h"
#include "ui/model/project_model.h"
#include "ui/model/run_controller.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace spw::ui {

class ExchangeTask;
class OptionsForm;
class ReportView;

/// File > Export: target, weights and options; what the target cannot express; a preview of the whole report; writing.
/// Works on a copy: the open graph is never changed.
class ExportWindow : public QDialog {
    Q_OBJECT
public:
    /// `plugins` and the controller's engine must outlive the window.
    ExportWindow(ProjectModel& project, RunController& run, const PluginHost& plugins, QWidget* parent);
    ~ExportWindow() override;

    /// Offers the checkpoints that fit the project, the weights beside it, and the initial ones.
    static void fillWeights(QComboBox& box, ProjectModel& project, RunController& run);
    void setTarget(const QString& id);
    /// Exports to `path`; the report shows what became of it.
    void exportTo(const QString& path);
    ReportView& report() { return *m_report; }
    bool isBusy() const { return m_task != nullptr; }

Q_SIGNALS:
    void exported(const QString& path);
    void nodeChosen(qint64 node);

private:
    const Exporter& target() const;
    void targetChanged();
    void showLimits();
    void chooseAndExport();
    void preview();
    void start(const QString& path, bool keep);
    void finish(const QString& path, bool keep);
    void setBusy(bool busy);
    void allow(bool allowed);

    ProjectModel& m_project;
    RunController& m_run;
    const PluginHost& m_plugins;
    QComboBox *m_target, *m_weights;
    QLabel *m_doc, *m_summary, *m_doing;
    OptionsForm* m_options;
    ReportView* m_report;
    QProgressBar* m_progress;
    QPushButton *m_preview, *m_export, *m_cancel, *m_close;
    ExchangeTask* m_task = nullptr;
    bool m_allowed = false;     // nothing is refused
};

} // namespace spw::ui
