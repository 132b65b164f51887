// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QToolButton;

namespace spw::ui {

/// Edits one parameter of one or many nodes, whatever its type. What is not legal is not taken over and not changed
/// silently: the text stays, framed, with the reason below it.
class ParamEditor : public QWidget {
    Q_OBJECT
public:
    /// `spec` must outlive the editor (it lies in the catalog).
    ParamEditor(const ParamSpec& spec, QWidget* parent);

    const ParamSpec& spec() const { return m_spec; }
    /// nullopt: the selected nodes differ.
    void setValue(const std::optional<ParamValue>& value);
    /// Where relative paths start; for Path.
    void setBaseFolder(const QString& folder) { m_base = folder; }
    QString errorText() const;

Q_SIGNALS:
    void edited(const spw::ParamValue& value);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void commitText();
    void commit(const ParamValue& value);
    void showError(const QString& text);
    void stepBy(int ticks);
    void browse();
    std::optional<ParamValue> parse(const QString& text, QString& error) const;

    const ParamSpec& m_spec;
    std::optional<ParamValue> m_value;
    QLineEdit* m_line = nullptr;
    QComboBox* m_choice = nullptr;
    QCheckBox* m_check = nullptr;       // the value of a Bool, the "has a value" of an OptionalReal
    QLabel* m_error = nullptr;
    QString m_base;
    bool m_updating = false;
};

} // namespace spw::ui
