// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/project_model.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace spw::ui {

/// What an empty canvas shows: how to begin. Lies over the canvas and lets clicks beside it through.
class Welcome : public QWidget {
    Q_OBJECT
public:
    Welcome(ProjectModel& project, QWidget* canvas);

Q_SIGNALS:
    void exampleChosen(const QString& name);
    void openChosen();
    void templateChosen();
    void fileChosen(const QString& file);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fill();
    void follow();

    ProjectModel& m_project;
    QWidget* m_canvas;
    QWidget* m_card = nullptr;
};

} // namespace spw::ui
