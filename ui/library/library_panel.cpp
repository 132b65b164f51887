// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/library_panel.h"

#include "ui/canvas/canvas_view.h"
#include "ui/model/node_search.h"
#include "ui/model/node_usage.h"
#include "ui/model/texts.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QSettings>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

#include <map>
#include <set>

namespace spw::ui {
namespace {

constexpr int kIdRole = Qt::UserRole, kGroupRole = Qt::UserRole + 1;
const QString kFoldedKey = QStringLiteral("library/folded");

QIcon categoryIcon(Category category)
{
    QPixmap picture(36, 36);
    picture.setDevicePixelRatio(2);
    picture.fill(Qt::transparent);
    QPainter p(&picture);
    p.setRenderHint(QPainter::Antialiasing);
    p.setPen(Qt::NoPen);
    p.setBrush(Theme::current().category(category));
    p.drawRoundedRect(QRectF(1, 1, 16, 16), 3, 3);
    QFont font;
    font.setPixelSize(11);
    font.setBold(true);
    p.setFont(font);
    p.setPen(Theme::current().color(QStringLiteral("categoryText")));
    p.drawText(QRectF(1, 1, 16, 16), Qt::AlignCenter, QString(Theme::categoryLetter(category)));
    return picture;
}

} // namespace

QMimeData* LibraryTree::mimeData(const QList<QTreeWidgetItem*>& items) const
{
    if (items.isEmpty() || items.first()->data(0, kIdRole).toString().isEmpty())
        return nullptr;
    auto* data = new QMimeData;
    data->setData(kNodeMime, items.first()->data(0, kIdRole).toString().toUtf8());
    return data;
}

QStringList LibraryTree::mimeTypes() const
{
    return {kNodeMime};
}

LibraryPanel::LibraryPanel(const Catalog& catalog, NodeUsage& usage, QWidget* parent)
    : QWidget(parent), m_catalog(catalog), m_usage(usage)
{
    setObjectName(QStringLiteral("library"));
    m_search = new QLineEdit(this);
    m_search->setObjectName(QStringLiteral("library.search"));
    m_search->setClearButtonEnabled(true);
    m_tree = new LibraryTree(this);
    m_tree->setObjectName(QStringLiteral("library.tree"));
    m_tree->setHeaderHidden(true);
    m_tree->setDragEnabled(true);
    m_tree->setDragDropMode(QAbstractItemView::DragOnly);
    m_tree->setIndentation(14);
    m_tree->setFrameShape(QFrame::NoFrame);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(6, 6, 6, 0);
    column->addWidget(m_search);
    column->addWidget(m_tree, 1);
    setMinimumWidth(170);
    connect(m_search, &QLineEdit::textChanged, this, &LibraryPanel::refill);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        if (const auto hits = searchNodes(m_catalog, m_search->text()); !hits.isEmpty())
            Q_EMIT chosen(hits.first().spec);
    });
    connect(m_tree, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        if (const NodeSpec* spec = m_catalog.find(item->data(0, kIdRole).toString().toStdString()))
            Q_EMIT chosen(spec);
    });
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &LibraryPanel::offerFavourite);
    const QStringList folded = QSettings().value(kFoldedKey).toStringList();
    m_folded = QSet<QString>(folded.begin(), folded.end());
    const auto fold = [this](QTreeWidgetItem* item, bool isFolded) {
        if (!m_search->text().trimmed().isEmpty())
            return;                      // while searching all is open, and stays so only for the search
        const QString key = item->data(0, kGroupRole).toString();
        isFolded ? (void)m_folded.insert(key) : (void)m_folded.remove(key);
        QSettings().setValue(kFoldedKey, QStringList(m_folded.begin(), m_folded.end()));
    };
    connect(m_tree, &QTreeWidget::itemCollapsed, this, [fold](QTreeWidgetItem* item) { fold(item, true); });
    connect(m_tree, &QTreeWidget::itemExpanded, this, [fold](QTreeWidgetItem* item) { fold(item, false); });
    // Queued: a drag or a double-click on an item must not take the item away under itself.
    connect(&m_usage, &NodeUsage::changed, this, &LibraryPanel::refill, Qt::QueuedConnection);
    connect(&Theme::current(), &Theme::changed, this, &LibraryPanel::refill);
    QEvent language(QEvent::LanguageChange);
    changeEvent(&language);
}

void LibraryPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::LanguageChange)
        return;
    m_search->setPlaceholderText(tr("Search nodes"));
    m_search->setAccessibleName(tr("Search nodes"));
    m_tree->setAccessibleName(tr("Node library"));
    refill();
}

QTreeWidgetItem* LibraryPanel::addGroup(const QString& key, const QString& title)
{
    auto* group = new QTreeWidgetItem(m_tree, {title});
    group->setData(0, kGroupRole, key);
    group->setFlags(Qt::ItemIsEnabled);
    QFont bold = font();
    bold.setBold(true);
    group->setFont(0, bold);
    return group;
}

void LibraryPanel::addNode(QTreeWidgetItem* group, const NodeSpec& spec)
{
    const QString id = toQString(spec.id);
    const bool favourite = m_usage.favourites().contains(id);
    auto* item = new QTreeWidgetItem(group, {catalogText(spec.title)});
    item->setData(0, kIdRole, id);
    item->setToolTip(0, catalogText(spec.caption) + (favourite ? QStringLiteral("\n") + tr("A favourite") : QString()));
    item->setIcon(0, m_icons.value(int(spec.category)));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled);
}

void LibraryPanel::refill()
{
    const QSignalBlocker blocker(m_tree);        // folding by us is no wish of the user
    const bool searching = !m_search->text().trimmed().isEmpty();
    m_tree->clear();
    m_icons.clear();
    for (const NodeSpec* spec : m_catalog.all())
        if (!m_icons.contains(int(spec->category)))
            m_icons.insert(int(spec->category), categoryIcon(spec->category));
    const QVector<NodeHit> hits = searchNodes(m_catalog, m_search->text());
    if (!searching) {
        const auto list = [this](const QString& key, const QString& title, const QStringList& ids) {
            QTreeWidgetItem* group = nullptr;
            for (const QString& id : ids)
                if (const NodeSpec* spec = m_catalog.find(id.toStdString())) {
                    group = group ? group : addGroup(key, title);
                    addNode(group, *spec);
                }
        };
        list(QStringLiteral("favourites"), tr("Favourites"), m_usage.favourites());
        list(QStringLiteral("recent"), tr("Recent"), m_usage.recent());
    }
    std::set<const NodeSpec*> shown;
    for (const NodeHit& hit : hits)
        shown.insert(hit.spec);
    std::map<Category, QTreeWidgetItem*> parents;
    std::map<Category, int> counts;
    for (const NodeSpec* spec : m_catalog.all()) {
        if (!shown.count(spec))
            continue;
        QTreeWidgetItem*& parent = parents[spec->category];
        if (!parent)
            parent = addGroup(QString::number(int(spec->category)), QString());
        addNode(parent, *spec);
        parent->setText(0, tr("%1 (%2)").arg(categoryText(spec->category)).arg(++counts[spec->category]));
    }
    if (shown.empty()) {
        auto* none = new QTreeWidgetItem(m_tree, {tr("No node matches. Clear the search.")});
        none->setFlags(Qt::NoItemFlags);
    }
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem* group = m_tree->topLevelItem(i);
        group->setExpanded(searching || !m_folded.contains(group->data(0, kGroupRole).toString()));
    }
    // Enter adds the best hit: it is the one that is lit.
    if (searching && !hits.isEmpty())
        for (QTreeWidgetItemIterator it(m_tree); *it; ++it)
            if ((*it)->data(0, kIdRole).toString() == toQString(hits.first().spec->id)) {
                m_tree->setCurrentItem(*it);
                m_tree->scrollToItem(*it);
                break;
            }
}

void LibraryPanel::offerFavourite(QPoint at)
{
    const QTreeWidgetItem* item = m_tree->itemAt(at);
    const QString id = item ? item->data(0, kIdRole).toString() : QString();
    if (id.isEmpty())
        return;
    const bool favourite = m_usage.favourites().contains(id);
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("menu.library"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(favourite ? tr("Remove from favourites") : tr("Add to favourites")), &QAction::triggered, this,
            [this, id, favourite] { m_usage.setFavourite(id, !favourite); });
    menu->popup(m_tree->viewport()->mapToGlobal(at));
}

} // namespace spw::ui
