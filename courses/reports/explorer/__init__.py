"""Who completed which module: searched by what is known of the person, the place, the module and the day.

A record is a person and a module of a round of a course. `question` is what is asked, `reading` answers it by one of
two engines (`database`, `indexed`) that read the same records (`statement`).
"""
