// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inspector/param_editor.h"

#include "core/base/error.h"
#include "ui/model/texts.h"
#include "ui/theme/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace spw::ui {
namespace {

bool isNumber(ParamType type)
{
    return type == ParamType::Int || type == ParamType::Real || type == ParamType::OptionalReal;
}

QString editText(const ParamSpec& spec, const ParamValue& value)
{
    if (std::holds_alternative<std::monostate>(value))
        return {};
    if (listLength(spec.type) > 0)
        return valueText(spec, value);
    return toQString(toText(value));
}

} // namespace

ParamEditor::ParamEditor(const ParamSpec& spec, QWidget* parent) : QWidget(parent), m_spec(spec)
{
    const QString name = QStringLiteral("param.") + toQString(spec.name);
    setObjectName(name);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    column->addLayout(row);
    const QString title = catalogText(spec.caption);

    if (spec.type == ParamType::Bool || spec.type == ParamType::OptionalReal) {
        m_check = new QCheckBox(this);
        m_check->setObjectName(name + QStringLiteral(".check"));
        m_check->setAccessibleName(spec.type == ParamType::Bool ? title : tr("%1: has a value").arg(title));
        row->addWidget(m_check);
        connect(m_check, &QCheckBox::clicked, this, [this](bool on) {
            if (m_spec.type == ParamType::Bool)
                commit(on);
            else if (!on)
                commit(std::monostate{});
            else {
                // The first number that is legal: the default if it has one, else the lower bound or 1.
                const double* initial = std::get_if<double>(&m_spec.initial);
                const double guess = initial ? *initial : m_spec.range.contains(0) ? 0.0 : m_spec.range.contains(1) ? 1.0 : m_spec.range.low;
                commit(guess);
            }
        });
    }
    if (spec.type == ParamType::Choice) {
        m_choice = new QComboBox(this);
        m_choice->setObjectName(name + QStringLiteral(".choice"));
        m_choice->setAccessibleName(title);
        m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_choice->setMinimumContentsLength(6);
        m_choice->setFocusPolicy(Qt::StrongFocus);      // a wheel over a scrolling form must not change values
        m_choice->installEventFilter(this);
        for (const Choice& choice : spec.choices)
            m_choice->addItem(catalogText(choice.caption), toQString(choice.id));
        row->addWidget(m_choice, 1);
        connect(m_choice, &QComboBox::activated, this,
                [this](int index) { commit(m_choice->itemData(index).toString().toStdString()); });
    } else if (spec.type != ParamType::Bool) {
        m_line = new QLineEdit(this);
        m_line->setObjectName(name + QStringLiteral(".text"));
        m_line->setAccessibleName(title);
        m_line->installEventFilter(this);
        m_line->setMinimumWidth(48);
        row->addWidget(m_line, 1);
        connect(m_line, &QLineEdit::editingFinished, this, &ParamEditor::commitText);
    } else {
        row->addStretch(1);
    }
    if (spec.type == ParamType::Path) {
        auto* browseButton = new QToolButton(this);
        browseButton->setObjectName(name + QStringLiteral(".browse"));
        browseButton->setText(QStringLiteral("..."));
        browseButton->setToolTip(tr("Choose"));
        browseButton->setAccessibleName(tr("Choose %1").arg(title));
        row->addWidget(browseButton);
        connect(browseButton, &QToolButton::clicked, this, &ParamEditor::browse);
    }
    if (const QString unit = unitLabel(spec.unit); !unit.isEmpty())
        row->addWidget(new QLabel(unit, this));

    m_error = new QLabel(this);
    m_error->setObjectName(name + QStringLiteral(".error"));
    m_error->setWordWrap(true);
    m_error->hide();
    column->addWidget(m_error);
}

QString ParamEditor::errorText() const
{
    return m_error->isHidden() ? QString() : m_error->text();
}

void ParamEditor::setValue(const std::optional<ParamValue>& value)
{
    if (value == m_value && value && errorText().isEmpty() && !(m_line && m_line->isModified()))
        return;
    m_value = value;
    m_updating = true;
    showError({});
    const bool none = value && std::holds_alternative<std::monostate>(*value);
    if (m_check) {
        m_check->setTristate(!value);
        if (!value)
            m_check->setCheckState(Qt::PartiallyChecked);
        else if (m_spec.type == ParamType::Bool)
            m_check->setChecked(std::get_if<bool>(&*value) && std::get<bool>(*value));
        else
            m_check->setChecked(!none);
    }
    if (m_line) {
        m_line->setText(value ? editText(m_spec, *value) : QString());
        m_line->setPlaceholderText(!value ? tr("mixed") : none ? tr("none") : QString());
        m_line->setEnabled(!(m_spec.type == ParamType::OptionalReal && none));
        m_line->setCursorPosition(0);
    }
    if (m_choice) {
        int index = -1;
        if (value)
            if (const auto* id = std::get_if<std::string>(&*value))
                index = m_choice->findData(toQString(*id));
        m_choice->setCurrentIndex(index);
        if (!value)
            m_choice->setPlaceholderText(tr("mixed"));
    }
    m_updating = false;
}

std::optional<ParamValue> ParamEditor::parse(const QString& text, QString& error) const
{
    QString words = text.trimmed();
    // "*2" and "/2" change what is there.
    if (isNumber(m_spec.type) && m_value && words.size() > 1 && (words[0] == u'*' || words[0] == u'/')) {
        bool ok = false;
        const double factor = QStringView(words).mid(1).trimmed().toDouble(&ok);
        const double* real = std::get_if<double>(&*m_value);
        const auto* integer = std::get_if<std::int64_t>(&*m_value);
        if (ok && factor != 0 && (real || integer)) {
            const double old = real ? *real : double(*integer);
            const double result = words[0] == u'*' ? old * factor : old / factor;
            words = integer ? QString::number(qRound64(result)) : QString::number(result, 'g', 12);
        }
    }
    try {
        ParamValue value = normalised(m_spec, parseParam(m_spec, words.toStdString()));
        error = toQString(whyIllegal(m_spec, value));
        if (error.isEmpty())
            return value;
    } catch (const Error& e) {
        error = toQString(e.happened());
        if (!e.fix().empty())
            error += u' ' + toQString(e.fix());
    } catch (const std::exception& e) {
        error = QString::fromUtf8(e.what());
    }
    return std::nullopt;
}

void ParamEditor::commitText()
{
    if (m_updating || !m_line || !m_line->isModified())
        return;
    QString error;
    const auto value = parse(m_line->text(), error);
    if (!value) {
        showError(error);
        return;
    }
    m_line->setModified(false);
    commit(*value);
}

void ParamEditor::commit(const ParamValue& value)
{
    if (m_updating)
        return;
    if (const std::string why = whyIllegal(m_spec, value); !why.empty()) {
        showError(toQString(why));
        return;
    }
    showError({});
    if (m_value == value) {
        setValue(value);
        return;
    }
    Q_EMIT edited(value);
}

void ParamEditor::showError(const QString& text)
{
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
    QPalette colours = palette();
    if (!text.isEmpty()) {
        m_error->setStyleSheet(QStringLiteral("color: %1").arg(Theme::current().color(QStringLiteral("error")).name()));
        if (m_line)
            m_line->setStyleSheet(QStringLiteral("border: 1px solid %1; padding: 1px")
                                      .arg(Theme::current().color(QStringLiteral("error")).name()));
    } else if (m_line && !m_line->styleSheet().isEmpty()) {
        m_line->setStyleSheet({});
    }
}

void ParamEditor::stepBy(int ticks)
{
    if (!m_value || !isNumber(m_spec.type))
        return;
    ParamValue next;
    if (const auto* integer = std::get_if<std::int64_t>(&*m_value)) {
        next = *integer + ticks;
    } else if (const auto* real = std::get_if<double>(&*m_value)) {
        // One in the second digit: 0.05 steps by 0.01, 20 by 1, 1e-3 by 1e-4.
        const double size = *real == 0 ? 0.1 : std::pow(10.0, std::floor(std::log10(std::abs(*real))) - 1);
        next = std::round((*real + ticks * size) / size) * size;
        next = QString::number(std::get<double>(next), 'g', 12).toDouble();
    } else {
        return;
    }
    if (m_line)
        m_line->setModified(false);
    commit(next);
}

bool ParamEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Wheel && watched == m_choice && !m_choice->hasFocus()) {
        event->ignore();
        return true;
    }
    if (watched == m_line && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down) {
            commitText();
            stepBy((key->key() == Qt::Key_Up ? 1 : -1) * (key->modifiers() & Qt::ShiftModifier ? 10 : 1));
            return true;
        }
        if (key->key() == Qt::Key_Escape && m_value) {
            m_line->setModified(true);
            setValue(ParamValue(*m_value));
            m_line->setModified(false);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ParamEditor::browse()
{
    const bool folder = m_spec.name == "folder";
    const QString start = m_line->text().isEmpty() ? m_base : QDir(m_base).absoluteFilePath(m_line->text());
    const QString title = catalogText(m_spec.caption);
    QString path = folder ? QFileDialog::getExistingDirectory(this, title, start) : QFileDialog::getOpenFileName(this, title, start);
    if (path.isEmpty())
        return;
    // What lies beside the project stays valid when both are moved.
    if (!m_base.isEmpty()) {
        const QString relative = QDir(m_base).relativeFilePath(path);
        if (!relative.startsWith(QStringLiteral("..")))
            path = relative;
    }
    commit(path.toStdString());
}

} // namespace spw::ui
