// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/zoo/template.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace spw::ui {

class OptionsForm;

/// Known networks by family, with a search; what one is, its options, and how large it is with them.
class TemplatesWindow : public QDialog {
    Q_OBJECT
public:
    explicit TemplatesWindow(QWidget* parent = nullptr);
    ~TemplatesWindow() override;

    /// Shows the template of this id.
    void select(const QString& id);
    const zoo::Template* selected() const;

Q_SIGNALS:
    /// The user wants this project.
    void chosen(const QString& title, const spw::Document& project);

private:
    void fill();
    void filter(const QString& text);
    void showSelected();
    /// Nodes, parameters and memory with the options as they are, or what is wrong with them.
    void measure();
    void accept() override;

    QLineEdit* m_search;
    QTreeWidget* m_list;
    QLabel *m_title, *m_summary, *m_source, *m_size, *m_nothing;
    OptionsForm* m_options;
    QPushButton* m_create;
    QTimer m_measure;   // once after any number of changes
};

} // namespace spw::ui
