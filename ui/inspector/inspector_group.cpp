// SPDX-License-Identifier: GPL-3.0-or-later
// The page of a group: its name, how often it is repeated, and what comes of that.
#include "core/plan/group_expansion.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/model/group_view.h"
#include "ui/model/texts.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace spw::ui {

const Group* InspectorPanel::group() const
{
    const auto it = m_project.graph().groups().find(m_shownGroup);
    return it == m_project.graph().groups().end() ? nullptr : &it->second;
}

void InspectorPanel::buildGroup()
{
    auto* column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, 6, 0, 6);
    m_groupTitle = new QLineEdit(m_page);
    m_groupTitle->setObjectName(QStringLiteral("inspector.title"));
    m_groupTitle->setAccessibleName(tr("Group name"));
    connect(m_groupTitle, &QLineEdit::editingFinished, this, [this, title = m_groupTitle] {
        const Group* now = group();
        const std::string text = title->text().trimmed().toStdString();
        if (!now || text.empty() || text == now->title)
            return;
        Group changed = *now;
        changed.title = text;
        m_project.apply(SetGroup{changed}, tr("Rename group"));
    });
    column->addWidget(m_groupTitle);

    auto* form = new QFormLayout;
    m_repeat = new QSpinBox(m_page);
    m_repeat->setObjectName(QStringLiteral("inspector.repeat"));
    m_repeat->setAccessibleName(tr("Repeat"));
    m_repeat->setToolTip(tr("How many copies run one after the other; each has weights of its own and reads what the copy before it gives"));
    m_repeat->setRange(1, int(kMostRepeats));
    m_repeat->setPrefix(QStringLiteral("x"));
    m_repeat->setKeyboardTracking(false);
    connect(m_repeat, &QSpinBox::valueChanged, this, [this](int repeat) {
        const Group* now = group();
        if (!now || now->repeat == repeat)
            return;
        Group changed = *now;
        changed.repeat = repeat;
        m_project.apply(SetGroup{changed}, tr("Repeat group"));
    });
    form->addRow(tr("Repeat"), m_repeat);
    column->addLayout(form);
    m_groupText = new QLabel(m_page);
    m_groupText->setObjectName(QStringLiteral("inspector.group"));
    m_groupText->setWordWrap(true);
    m_groupText->setTextFormat(Qt::PlainText);
    m_groupText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_groupText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    column->addWidget(m_groupText);
    column->addStretch(1);
}

void InspectorPanel::refreshGroup()
{
    const Group* now = group();
    if (!now)
        return;         // the selection that follows shows something else
    if (!m_groupTitle->hasFocus())
        m_groupTitle->setText(toQString(now->title));
    const QSignalBlocker quiet(m_repeat);
    m_repeat->setValue(int(now->repeat));
    m_groupText->setText(groupText(*now));
}

QString InspectorPanel::groupText(const Group& group) const
{
    const Graph& graph = m_project.graph();
    const Plan& plan = m_project.plan();
    QStringList lines;
    QStringList titles;
    for (const NodeId member : group.members)
        titles << toQString(graph.node(member).title);
    lines << tr("%n nodes: %1", nullptr, int(titles.size())).arg(titles.join(QStringLiteral(", ")));
    std::int64_t parameters = 0;
    for (const PlannedNode& node : plan.nodes)
        if (group.members.count(m_project.graph().contains(node.id) ? node.id : copyRef(node.id).member))
            parameters += node.parameterCount;
    if (parameters > 0)
        lines << tr("%1 parameters").arg(QLocale().toString(qlonglong(parameters)));

    const std::string why = whyNotRepeat(graph, group);
    if (!why.empty()) {
        if (group.repeat > 1)
            for (const Diagnostic& d : plan.diagnostics)
                if (groupOf(graph, d) == &group)
                    lines << QString() << QStringLiteral("× ") + toQString(d.what) + u' ' + toQString(d.why) + u' ' + toQString(d.fix);
        if (group.repeat == 1)
            lines << QString() << tr("Only a group with one way in and one way out can be repeated.") + u' ' + toQString(why);
        return lines.join(u'\n');
    }
    if (group.repeat == 1) {
        lines << QString() << tr("Runs once. Repeated, further copies follow it: each has weights of its own and reads what the copy before it gives.");
        return lines.join(u'\n');
    }
    lines << QString() << tr("%n copies, one after the other, each with weights of its own. What each of them gives:", nullptr, int(group.repeat));
    for (const Edge& edge : graph.edges()) {
        if (group.members.count(edge.from.node) == 0 || group.members.count(edge.to.node) != 0)
            continue;
        for (std::int64_t copy = 1; copy <= group.repeat; ++copy) {
            if (copy == 5 && group.repeat > 8) {
                lines << QStringLiteral("…");
                copy = group.repeat;
            }
            const auto it = plan.ports.find({copyId(edge.from.node, copy), edge.from.port});
            const PortInfo* info = it == plan.ports.end() ? nullptr : &it->second;
            lines << QStringLiteral("[%1] %2").arg(copy).arg(stackShape({info, info}));
        }
        break;      // all that leaves comes from one port
    }
    return lines.join(u'\n');
}

} // namespace spw::ui
