// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"

#include <QWidget>

#include <memory>
#include <vector>

class QFormLayout;

namespace spw::ui {

/// The options of an exporter or importer, made from their declarations.
class OptionsForm : public QWidget {
    Q_OBJECT
public:
    explicit OptionsForm(QWidget* parent = nullptr);
    /// Replaces what is shown; values start at their defaults.
    void setSpecs(std::vector<ParamSpec> specs);
    const ParamValues& values() const { return m_values; }
    bool isEmpty() const { return m_specs.empty(); }

Q_SIGNALS:
    void changed();

private:
    void refresh();

    std::vector<ParamSpec> m_specs;       // the editors point into it
    std::vector<std::pair<QWidget*, QWidget*>> m_rows;   // label, editor
    ParamValues m_values;
    QFormLayout* m_form;
};

} // namespace spw::ui
