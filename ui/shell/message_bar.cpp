// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/message_bar.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace spw::ui {

MessageBar::MessageBar(QWidget* parent) : QFrame(parent)
{
    setObjectName(QStringLiteral("messageBar"));
    setFrameShape(QFrame::StyledPanel);
    m_icon = new QLabel(this);
    QFont bold = font();
    bold.setBold(true);
    m_icon->setFont(bold);
    m_text = new QLabel(this);
    m_text->setObjectName(QStringLiteral("messageBar.text"));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins(10, 4, 6, 4);
    m_row->addWidget(m_icon);
    m_row->addWidget(m_text, 1);
    connect(&Theme::current(), &Theme::changed, this, &MessageBar::display);
    hide();
}

void MessageBar::show(Severity severity, const QString& text, std::vector<Button> buttons)
{
    if (!m_messages.empty() && m_messages.back().buttons.empty())
        m_messages.pop_back();
    m_messages.push_back({severity, text, std::move(buttons)});
    display();
}

void MessageBar::dismiss()
{
    if (!m_messages.empty())
        m_messages.pop_back();
    display();
}

QString MessageBar::text() const
{
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::display()
{
    for (QWidget* button : m_buttons)
        button->deleteLater();
    m_buttons.clear();
    setVisible(!m_messages.empty());
    if (m_messages.empty())
        return;
    const Message& message = m_messages.back();
    const QColor color = Theme::current().severity(message.severity);
    m_icon->setText(message.severity == Severity::Error ? QStringLiteral("×") : message.severity == Severity::Warning ? QStringLiteral("!") : QStringLiteral("i"));
    m_icon->setStyleSheet(QStringLiteral("color: %1").arg(color.name()));
    setStyleSheet(QStringLiteral("#messageBar { background: %1; border: none; border-left: 4px solid %2; border-bottom: 1px solid %3; }")
                      .arg(Theme::current().color(QStringLiteral("node")).name(), color.name(),
                           Theme::current().color(QStringLiteral("border")).name()));
    m_text->setText(message.text);
    setAccessibleName(message.text);
    int index = 0;
    for (const Button& choice : message.buttons) {
        auto* button = new QPushButton(choice.text, this);
        button->setObjectName(QStringLiteral("messageBar.button%1").arg(index++));
        connect(button, &QPushButton::clicked, this, [this, action = choice.action] {
            dismiss();
            action();
        });
        m_row->addWidget(button);
        m_buttons.push_back(button);
    }
    auto* close = new QToolButton(this);
    close->setObjectName(QStringLiteral("messageBar.close"));
    close->setText(QStringLiteral("✕"));
    close->setAutoRaise(true);
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close message"));
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
    m_row->addWidget(close);
    m_buttons.push_back(close);
}

} // namespace spw::ui
