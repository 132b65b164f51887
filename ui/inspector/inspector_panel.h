// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/model/project_model.h"
#include "ui/model/run_view.h"
#include "ui/model/selection.h"

#include <QWidget>

#include <map>
#include <string>

class QComboBox;
class QFormLayout;
class QGridLayout;
class QLabel;
class QLineEdit;
class QScrollArea;
class QSpinBox;
class QToolButton;

namespace spw::ui {

class ParamEditor;
class SurrogateCurve;

/// Parameters, shapes and meaning of the selected nodes, built from their NodeSpec alone. Several nodes are edited
/// together as far as they have the same parameters. Of a selected group: its name, its repeat, and what that makes.
class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    InspectorPanel(ProjectModel& project, Selection& selection, RunView& run, QWidget* parent = nullptr);

    /// Editor of a parameter of the current selection; nullptr: not shown.
    ParamEditor* editor(const std::string& param) const;
    void focusFirst();

protected:
    void changeEvent(QEvent* event) override;

private:
    enum Show { Common, All, Changed };
    struct Row {
        const ParamSpec* spec = nullptr;
        ParamEditor* editor = nullptr;
        QLabel* name = nullptr;
        QLabel* applies = nullptr;
        QToolButton* reset = nullptr;
    };

    void rebuild();
    void refresh();
    void setParam(const ParamSpec& spec, const ParamValue& value);
    std::optional<ParamValue> commonValue(const ParamSpec& spec) const;
    QString shapeText() const;
    QString healthText() const;
    void buildEmpty();
    void buildNodes();
    void buildGroup();
    void refreshGroup();
    QString groupText(const Group& group) const;
    const Group* group() const;             // the one shown; nullptr: nodes are shown
    void addRow(QGridLayout* grid, int index, const ParamSpec& spec);

    ProjectModel& m_project;
    Selection& m_selection;
    RunView& m_run;
    QComboBox* m_show;
    QLineEdit* m_find;
    QScrollArea* m_scroll;
    QWidget* m_page = nullptr;
    std::map<std::string, Row> m_rows;
    QLabel* m_shapes = nullptr;
    QLabel* m_health = nullptr;
    SurrogateCurve* m_curve = nullptr;
    QLineEdit* m_groupTitle = nullptr;
    QSpinBox* m_repeat = nullptr;
    QLabel* m_groupText = nullptr;
    std::set<NodeId> m_shown;
    std::int64_t m_shownGroup = 0;
    bool m_old = true;
};

} // namespace spw::ui
