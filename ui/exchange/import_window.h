// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/plugin_host.h"
#include "ui/model/project_model.h"
#include "ui/model/run_controller.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace spw::ui {

class ExchangeTask;
class OptionsForm;
class ReportView;

/// File > Import: what kind of file it is, the options of its importer, where the project goes, and the report.
class ImportWindow : public QDialog {
    Q_OBJECT
public:
    /// @throws Error if no importer knows the file.
    ImportWindow(const QString& file, ProjectModel& project, RunController& run, const PluginHost& plugins, QWidget* parent);
    ~ImportWindow() override;

    void importTo(const QString& project);
    ReportView& report() { return *m_report; }
    bool isBusy() const { return m_task != nullptr; }

Q_SIGNALS:
    /// The project is written; weights lie beside it.
    void imported(const QString& project);

private:
    void start();
    void finish(const QString& project);
    void setBusy(bool busy);

    QString m_file;
    ProjectModel& m_project;
    RunController& m_run;
    const Importer& m_importer;
    QLineEdit* m_out;
    QLabel* m_summary;
    OptionsForm* m_options;
    ReportView* m_report;
    QPushButton *m_browse, *m_import, *m_open, *m_close;
    ExchangeTask* m_task = nullptr;
};

} // namespace spw::ui
