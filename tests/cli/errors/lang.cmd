relais formats --lang de
