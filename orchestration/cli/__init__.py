"""The command line `minerals`: thin over the other rooms.

Belongs here: arguments, progress, tables on a terminal, exit codes.
Does not belong here: anything another program would want to call.
"""
