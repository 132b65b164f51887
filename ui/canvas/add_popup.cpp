// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/canvas/add_popup.h"

#include "ui/model/node_usage.h"
#include "ui/model/texts.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace spw::ui {

AddPopup::AddPopup(const Catalog& catalog, const NodeUsage& usage, QWidget* parent) : QFrame(parent), m_catalog(catalog), m_usage(usage)
{
    setObjectName(QStringLiteral("addPopup"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setAccessibleName(tr("Add node"));
    m_heading = new QLabel(this);
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("addPopup.search"));
    m_search->setPlaceholderText(tr("Search nodes"));
    m_list = new QListWidget(this);
    m_list->setObjectName(QStringLiteral("addPopup.list"));
    m_list->setUniformItemSizes(true);
    m_preview = new QLabel(this);
    m_preview->setWordWrap(true);
    m_preview->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_preview->setMinimumHeight(3 * fontMetrics().lineSpacing());
    auto* hint = new QLabel(tr("Up/Down choose   Enter add   Shift+Enter add and keep open   Esc close"), this);
    hint->setEnabled(false);
    hint->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    for (QWidget* part : {static_cast<QWidget*>(m_heading), static_cast<QWidget*>(m_search), static_cast<QWidget*>(m_list),
                          static_cast<QWidget*>(m_preview), static_cast<QWidget*>(hint)})
        layout->addWidget(part);
    m_search->installEventFilter(this);
    m_list->setFocusPolicy(Qt::NoFocus);
    connect(m_search, &QLineEdit::textChanged, this, &AddPopup::refill);
    connect(m_list, &QListWidget::itemClicked, this, [this] { accept(false); });
    connect(m_list, &QListWidget::currentRowChanged, this, &AddPopup::showPreview);
    resize(460, 380);
    hide();
}

void AddPopup::open(QPoint at, std::optional<WireEnd> wire)
{
    m_wire = std::move(wire);
    m_heading->setText(!m_wire            ? tr("Add node")
                       : m_wire->isOutput ? tr("Add node: takes %1").arg(portTypeText(m_wire->type))
                                          : tr("Add node: gives %1").arg(portTypeText(m_wire->type)));
    const QRect room = parentWidget()->rect();
    resize(std::min(460, room.width()), std::min(380, room.height()));
    at.setX(std::clamp(at.x(), 0, std::max(0, room.width() - width())));
    at.setY(std::clamp(at.y(), 0, std::max(0, room.height() - height())));
    move(at);
    m_search->clear();
    refill();
    show();
    raise();
    m_search->setFocus(Qt::PopupFocusReason);
}

void AddPopup::addHeading(const QString& text)
{
    auto* item = new QListWidgetItem(text, m_list);
    item->setFlags(Qt::NoItemFlags);
    QFont bold = font();
    bold.setBold(true);
    item->setFont(bold);
    m_hits.push_back({nullptr, {}, -1});
}

void AddPopup::addHit(const NodeHit& hit)
{
    QString line = catalogText(hit.spec->title) + QStringLiteral("   ·   ") + categoryText(hit.spec->category);
    if (!hit.reason.isEmpty())
        line += QStringLiteral("   ·   ") + hit.reason;
    auto* item = new QListWidgetItem(line, m_list);
    item->setData(Qt::UserRole, toQString(hit.spec->id));
    if (!hit.reason.isEmpty())
        item->setFlags(Qt::NoItemFlags);
    m_hits.push_back(hit);
}

void AddPopup::refill()
{
    const QVector<NodeHit> found = searchNodes(m_catalog, m_search->text(), m_wire);
    m_hits.clear();
    m_list->clear();
    if (m_search->text().trimmed().isEmpty()) {
        // Nothing typed yet: what was used last, then all by category, so that a long catalogue can be read.
        QVector<NodeHit> recent;
        for (const QString& id : m_usage.favourites() + m_usage.recent())
            for (const NodeHit& hit : found)
                if (toQString(hit.spec->id) == id && hit.reason.isEmpty() &&
                    std::none_of(recent.begin(), recent.end(), [&](const NodeHit& r) { return r.spec == hit.spec; }))
                    recent.push_back(hit);
        if (!recent.isEmpty()) {
            addHeading(tr("Favourites and recent"));
            for (const NodeHit& hit : recent)
                addHit(hit);
        }
        std::optional<Category> group;
        bool refused = false;
        for (const NodeHit& hit : found) {
            if (!hit.reason.isEmpty() && !refused) {
                refused = true;
                addHeading(tr("Does not fit this wire"));
            } else if (hit.reason.isEmpty() && group != hit.spec->category) {
                group = hit.spec->category;
                addHeading(categoryText(*group));
            }
            addHit(hit);
        }
    } else {
        for (const NodeHit& hit : found)
            addHit(hit);
    }
    m_list->setCurrentRow(-1);
    moveRow(1);
    showPreview();
}

/// To the next row that is a node: headings are stepped over.
void AddPopup::moveRow(int direction)
{
    for (int row = m_list->currentRow() + direction; row >= 0 && row < m_hits.size(); row += direction)
        if (m_hits[row].spec) {
            m_list->setCurrentRow(row);
            return;
        }
}

void AddPopup::showPreview()
{
    const int row = m_list->currentRow();
    if (m_hits.isEmpty())
        m_preview->setText(tr("No node matches '%1'. Search looks at names, categories and descriptions.").arg(m_search->text()));
    else if (row >= 0 && row < m_hits.size() && m_hits[row].spec)
        m_preview->setText(catalogText(m_hits[row].spec->caption));
}

void AddPopup::accept(bool keepOpen)
{
    const int row = m_list->currentRow();
    if (row < 0 || row >= m_hits.size() || !m_hits[row].spec || !m_hits[row].reason.isEmpty())
        return;
    const NodeHit hit = m_hits[row];
    if (!keepOpen)
        hide();
    Q_EMIT chosen(hit.spec, hit.port, keepOpen);
    if (keepOpen)
        m_search->setFocus();
}

bool AddPopup::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::FocusOut && isVisible()) {
        if (static_cast<QFocusEvent*>(event)->reason() != Qt::ActiveWindowFocusReason)
            hide();
    }
    if (watched != m_search || event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: moveRow(key->key() == Qt::Key_Up ? -1 : 1); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: accept(key->modifiers() & Qt::ShiftModifier); return true;
    case Qt::Key_Escape: hide(); return true;
    case Qt::Key_Tab: return true;
    default: return QFrame::eventFilter(watched, event);
    }
}

void AddPopup::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    Q_EMIT closed();
}

} // namespace spw::ui
