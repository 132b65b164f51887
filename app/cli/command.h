// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"

#include <string>
#include <vector>

namespace spw::cli {

enum ExitCode { kDone = 0, kInputAtFault = 1, kWrongUsage = 2, kCancelled = 3, kMissing = 4, kDefect = 70 };

/// Everything about one command, said once: the parser and the help read it.
struct Command {
    std::string name;                           // "train", "events info"
    std::string summary;                        // one line
    std::vector<PositionalSpec> positionals;
    std::vector<OptionSpec> options;            // --help is everybody's and not listed
    int (*run)(const Arguments&) = nullptr;     // returns an ExitCode; may throw Error and UsageError
    bool computes = false;                      // may load LibTorch: the environment is prepared first
    std::string notes{};                        // more for --help
    std::string (*lists)() = nullptr;           // and more that is looked up only then
};

Command nodesCommand();
Command examplesCommand();
Command templatesCommand();
Command newCommand();
Command checkCommand();
Command trainCommand();
Command evaluateCommand();
Command simulateCommand();
Command exportCommand();
Command importCommand();
Command convertCommand();
Command dataListCommand();
Command dataGetCommand();
Command dataCacheCommand();
Command eventsInfoCommand();
Command eventsConvertCommand();
Command eventsFramesCommand();
Command eventsRenderCommand();
Command goldensCommand();
Command kernelsCheckCommand();
Command kernelsBenchCommand();
Command doctorCommand();

} // namespace spw::cli
