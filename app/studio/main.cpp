// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/process_environment.h"
#include "ui/shell/language.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDockWidget>
#include <QFile>
#include <QIcon>
#include <QPixmap>
#include <QSettings>
#include <QStyleFactory>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include <unistd.h>

using namespace spw::ui;

namespace {

/// Since the kernel made this process, so that loading the libraries counts (Linux, in steps of 10 ms); -1: not known.
long long millisecondsSinceStart()
{
    QFile stat(QStringLiteral("/proc/self/stat"));
    timespec now{};
    if (!stat.open(QIODevice::ReadOnly) || clock_gettime(CLOCK_BOOTTIME, &now) != 0)
        return -1;
    const QByteArray text = stat.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');   // the name may hold anything
    if (fields.size() < 20)
        return -1;
    const long long started = fields[19].toLongLong() * 1000 / sysconf(_SC_CLK_TCK);
    return now.tv_sec * 1000LL + now.tv_nsec / 1'000'000 - started;
}

int runStudio(int argc, char** argv)
{
    spw::prepareProcessEnvironment(argv);   // before anything else: it may start the program anew
    // Neither a picture nor the help needs a display: servers make screenshots too.
    const bool showsNothing = std::any_of(argv, argv + argc, [](const std::string_view arg) {
        return arg.substr(0, 12) == "--screenshot" || arg.substr(0, 6) == "--help" || arg == "-h" || arg == "--version" || arg == "-v";
    });
    if (showsNothing && !qEnvironmentVariableIsSet("DISPLAY") && !qEnvironmentVariableIsSet("WAYLAND_DISPLAY") &&
        !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("Spikewright"));
    QApplication::setApplicationName(QStringLiteral("Spikewright"));
    QApplication::setApplicationVersion(QStringLiteral(SPW_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("org.spikewright.Spikewright"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/spikewright.svg")));
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));

    QCommandLineParser options;
    options.setApplicationDescription(QStringLiteral("Visual design studio for spiking neural networks"));
    options.addHelpOption();
    options.addVersionOption();
    options.addPositionalArgument(QStringLiteral("FILE.spw"), QStringLiteral("project to open"), QStringLiteral("[FILE.spw]"));
    const QCommandLineOption example(QStringLiteral("example"), QStringLiteral("open a built-in project"), QStringLiteral("NAME"));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"), QStringLiteral("write a picture of the window and quit"), QStringLiteral("FILE"));
    const QCommandLineOption after(QStringLiteral("after"), QStringLiteral("milliseconds before the picture (default 1500)"), QStringLiteral("MS"), QStringLiteral("1500"));
    const QCommandLineOption train(QStringLiteral("train"), QStringLiteral("start the run when the engine is ready"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("size of the window"), QStringLiteral("WxH"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light or dark"), QStringLiteral("NAME"));
    const QCommandLineOption language(QStringLiteral("lang"), QStringLiteral("en or zh_CN"), QStringLiteral("LANGUAGE"));
    const QCommandLineOption select(QStringLiteral("select"), QStringLiteral("select the node of this name"), QStringLiteral("NODE"));
    const QCommandLineOption show(QStringLiteral("show"), QStringLiteral("bring a panel to the front: scopes, charts, weights, problems, console"), QStringLiteral("PANEL"));
    const QCommandLineOption timeStart(QStringLiteral("time-start"), QStringLiteral("print the milliseconds from process start to the first painted window"));
    const QCommandLineOption mode(QStringLiteral("mode"), QStringLiteral("mode of the run: train, evaluate, simulate or live"), QStringLiteral("MODE"));
    options.addOptions({timeStart, example, screenshot, after, train, mode, size, theme, language, select, show});
    options.process(app);

    const auto wrong = [](const QString& text) {
        std::fprintf(stderr, "spikewright: %s See spikewright --help.\n", qPrintable(text));
        return 2;
    };
    bool afterIsNumber = false;
    const int milliseconds = options.value(after).toInt(&afterIsNumber);
    if (!afterIsNumber || milliseconds < 0)
        return wrong(QStringLiteral("--after takes a number of milliseconds."));
    if (options.isSet(theme) && !Theme::names().contains(options.value(theme)))
        return wrong(QStringLiteral("--theme is light or dark."));
    const QStringList modes{QStringLiteral("train"), QStringLiteral("evaluate"), QStringLiteral("simulate"), QStringLiteral("live")};
    if (options.isSet(mode) && !modes.contains(options.value(mode)))
        return wrong(QStringLiteral("--mode is train, evaluate, simulate or live."));
    QSize windowSize;
    if (options.isSet(size)) {
        const QStringList parts = options.value(size).split(u'x');
        if (parts.size() == 2)
            windowSize = QSize(parts[0].toInt(), parts[1].toInt());
        if (windowSize.width() < 320 || windowSize.height() < 240 || windowSize.width() > 16384 || windowSize.height() > 16384)
            return wrong(QStringLiteral("--size is WIDTHxHEIGHT, at least 320x240."));
    }

    const QSettings settings;
    setLanguage(options.isSet(language) ? options.value(language) : settings.value(QStringLiteral("language"), systemLanguage()).toString());
    const bool darkDesktop = QApplication::palette().window().color().lightness() < 128;
    const QString preferred = settings.value(QStringLiteral("theme"), darkDesktop ? QStringLiteral("dark") : QStringLiteral("light")).toString();
    Theme::current().setName(options.isSet(theme) ? options.value(theme) : preferred);

    MainWindow window;
    if (windowSize.isValid())
        window.resize(windowSize);
    if (options.isSet(example))
        window.openExample(options.value(example));
    else if (!options.positionalArguments().isEmpty())
        window.openFile(options.positionalArguments().first());
    if (options.isSet(mode))   // in the order of RunMode
        window.run().setMode(static_cast<spw::RunMode>(modes.indexOf(options.value(mode))));
    if (options.isSet(select)) {
        try {
            window.selection().setNode(window.project().graph().find(options.value(select).toStdString()));
        } catch (const std::exception& e) {
            return wrong(QString::fromUtf8(e.what()));
        }
    }
    if (options.isSet(show)) {
        QDockWidget* panel = window.dock(qPrintable(QStringLiteral("dock.") + options.value(show)));
        if (!panel)
            return wrong(QStringLiteral("There is no panel %1.").arg(options.value(show)));
        panel->show();
        QTimer::singleShot(0, panel, &QWidget::raise);   // tabs are laid out with the window
    }
    if (options.isSet(timeStart))
        QObject::connect(&window, &MainWindow::firstPainted, &window, [] {
            std::fprintf(stderr, "spikewright: first window painted after %lld ms\n", static_cast<long long>(millisecondsSinceStart()));
        });
    window.show();
    if (options.isSet(train))
        window.startWhenReady();
    if (!options.isSet(screenshot)) {
        QObject::connect(&window, &MainWindow::firstPainted, &window, &MainWindow::offerRecovery);
        return app.exec();
    }
    QTimer::singleShot(milliseconds, &window, [&] {
        int result = 0;
        if (!window.grab().save(options.value(screenshot))) {
            std::fprintf(stderr, "spikewright: cannot write %s. Choose a folder that exists and a name that ends in .png.\n",
                         qPrintable(options.value(screenshot)));
            result = 1;
        }
        QCoreApplication::exit(result);     // quit() would ask the window, which asks the user while a run is under way
    });
    return app.exec();
}

} // namespace

int main(int argc, char** argv)
{
    const int result = runStudio(argc, argv);
    // Everything of ours is closed and saved by now. What is left are the static objects of the libraries that the engine
    // brought along, whose order of going nobody rules: with LibTorch 2.6 one start in some hundred ended in a crash here.
    std::fflush(nullptr);
    std::_Exit(result);
}
