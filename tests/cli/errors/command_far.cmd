relais zzzzzz x
