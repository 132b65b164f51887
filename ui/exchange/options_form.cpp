// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exchange/options_form.h"

#include "ui/inspector/param_editor.h"
#include "ui/model/texts.h"

#include <QFormLayout>
#include <QLabel>

namespace spw::ui {

OptionsForm::OptionsForm(QWidget* parent) : QWidget(parent), m_form(new QFormLayout(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
}

void OptionsForm::setSpecs(std::vector<ParamSpec> specs)
{
    while (m_form->rowCount() > 0)
        m_form->removeRow(0);
    m_rows.clear();
    m_specs = std::move(specs);
    m_values = {};
    for (const ParamSpec& spec : m_specs) {
        m_values.set(spec.name, spec.initial);
        auto* editor = new ParamEditor(spec, this);
        editor->setObjectName(QStringLiteral("option.") + toQString(spec.name));
        editor->setToolTip(catalogText(spec.doc));
        editor->setValue(spec.initial);
        auto* label = new QLabel(catalogText(spec.caption), this);
        label->setToolTip(catalogText(spec.doc));
        m_form->addRow(label, editor);
        m_rows.emplace_back(label, editor);
        connect(editor, &ParamEditor::edited, this, [this, name = spec.name, editor](const ParamValue& value) {
            m_values.set(name, value);
            editor->setValue(value);
            refresh();
            Q_EMIT changed();
        });
    }
    refresh();
}

void OptionsForm::refresh()
{
    for (std::size_t i = 0; i < m_specs.size(); ++i) {
        const bool shown = isShown(m_specs[i], m_values);
        m_rows[i].first->setVisible(shown);
        m_rows[i].second->setVisible(shown);
    }
}

} // namespace spw::ui
