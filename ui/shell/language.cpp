// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace spw::ui {
namespace {

struct Installed {
    QTranslator ours, qts;
    QString language = QStringLiteral("en");
};

Installed& installed()
{
    static auto* state = new Installed;      // outlives the application on purpose: it is its translator
    return *state;
}

} // namespace

QString currentLanguage()
{
    return installed().language;
}

QString systemLanguage()
{
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
}

void setLanguage(const QString& language)
{
    Installed& state = installed();
    if (language == state.language)
        return;
    QCoreApplication::removeTranslator(&state.ours);
    QCoreApplication::removeTranslator(&state.qts);
    state.language = QStringLiteral("en");
    if (language == QStringLiteral("zh_CN") && state.ours.load(QStringLiteral(":/i18n/spikewright_zh_CN.qm"))) {
        state.language = language;
        if (state.qts.load(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QCoreApplication::installTranslator(&state.qts);
        QCoreApplication::installTranslator(&state.ours);
    }
    QLocale::setDefault(state.language == QStringLiteral("zh_CN") ? QLocale(QLocale::Chinese, QLocale::China) : QLocale(QLocale::English));
}

} // namespace spw::ui
